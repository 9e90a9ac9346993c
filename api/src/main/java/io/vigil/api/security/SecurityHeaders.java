package io.vigil.api.security;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import org.springframework.core.env.Environment;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer.FrameOptionsConfig;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** What browsers are told to keep to. Spring's own, such as {@code nosniff}, are sent too. */
final class SecurityHeaders {

    private static final Duration HTTPS_ONLY_FOR = Duration.ofDays(365);

    /** The page asks for none of these, so nothing that got into it shall. */
    private static final String PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";

    private SecurityHeaders() {}

    static void apply(HeadersConfigurer<HttpSecurity> headers, GraphiQl graphiQl, Environment environment) {
        String policy =
                ContentSecurityPolicy.of(Optional.ofNullable(environment.getProperty(ContentSecurityPolicy.TILE_URL)));
        headers.addHeaderWriter((request, response) ->
                        response.setHeader("Content-Security-Policy", policy(request, policy, graphiQl)))
                // OpenStreetMap's tile servers refuse who does not say where the map is.
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN))
                .permissionsPolicyHeader(permissions -> permissions.policy(PERMISSIONS))
                .crossOriginOpenerPolicy(opener -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                .crossOriginResourcePolicy(resource -> resource.policy(CrossOriginResourcePolicy.SAME_ORIGIN))
                // For browsers that do not know frame-ancestors.
                .frameOptions(FrameOptionsConfig::deny)
                // Only over https, as Spring does it. Not for subdomains: those are not ours to speak for.
                .httpStrictTransportSecurity(https ->
                        https.maxAgeInSeconds(HTTPS_ONLY_FOR.toSeconds()).includeSubDomains(false));
    }

    private static String policy(HttpServletRequest request, String usual, GraphiQl graphiQl) {
        if (graphiQl.serves(request)) {
            return GraphiQl.CONTENT_SECURITY_POLICY;
        }
        return request.getRequestURI().startsWith(AccessRules.SWAGGER_UI)
                ? usual + ContentSecurityPolicy.SWAGGER_UI
                : usual;
    }
}
