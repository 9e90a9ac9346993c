package io.vigil.api.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.stream.Stream;
import org.springframework.core.env.Environment;

/**
 * Spring's page for GraphQL queries, off by default. It has scripts of its own and takes more from a CDN: nothing for a
 * control room, so only this page gets a policy that allows it, and only where a developer has turned it on.
 *
 * @param enabled whether it is served
 * @param path where
 */
record GraphiQl(boolean enabled, String path) {

    private static final String CDN = "https://esm.sh";

    static final String CONTENT_SECURITY_POLICY = String.join(
            "; ",
            "default-src 'self'",
            "script-src 'self' 'unsafe-inline' blob: data: " + CDN,
            "style-src 'self' 'unsafe-inline' " + CDN,
            "font-src 'self' data: " + CDN,
            "img-src 'self' data:",
            "connect-src 'self' " + CDN,
            "worker-src 'self' blob: " + CDN,
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'");

    static GraphiQl of(Environment environment) {
        return new GraphiQl(
                environment.getProperty("spring.graphql.graphiql.enabled", Boolean.class, false),
                environment.getProperty("spring.graphql.graphiql.path", "/graphiql"));
    }

    Stream<String> paths() {
        return enabled ? Stream.of(path) : Stream.empty();
    }

    boolean serves(HttpServletRequest request) {
        return enabled && request.getRequestURI().equals(path);
    }
}
