package io.vigil.api.security;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

/** Lets pages of other origins call, with a token in the header: cookies are for the page that is served here. */
final class CrossOrigin {

    private static final Duration PREFLIGHT_HOLDS_FOR = Duration.ofHours(1);

    private CrossOrigin() {}

    static CorsFilter filter(List<String> origins) {
        CorsConfiguration allowed = new CorsConfiguration();
        allowed.setAllowedOrigins(origins);
        allowed.setAllowedMethods(List.of("GET", "HEAD", "POST"));
        allowed.setAllowedHeaders(List.of(
                HttpHeaders.AUTHORIZATION, HttpHeaders.CONTENT_TYPE, HttpHeaders.IF_NONE_MATCH, "Last-Event-ID"));
        allowed.setExposedHeaders(List.of(HttpHeaders.ETAG, HttpHeaders.RETRY_AFTER, HttpHeaders.WWW_AUTHENTICATE));
        allowed.setAllowCredentials(false);
        allowed.setMaxAge(PREFLIGHT_HOLDS_FOR);
        UrlBasedCorsConfigurationSource paths = new UrlBasedCorsConfigurationSource();
        paths.registerCorsConfiguration("/api/**", allowed);
        paths.registerCorsConfiguration("/graphql", allowed);
        paths.registerCorsConfiguration("/openapi.json", allowed);
        CorsFilter filter = new CorsFilter(paths);
        filter.setCorsProcessor(new ProblemCorsProcessor());
        return filter;
    }

    /** Spring's, but a refusal is a problem document. */
    private static final class ProblemCorsProcessor extends DefaultCorsProcessor {

        @Override
        protected void rejectRequest(ServerHttpResponse response) throws IOException {
            byte[] body = Problems.document(
                    HttpStatus.FORBIDDEN, "This origin, method or header is not allowed.", Optional.empty());
            response.setStatusCode(HttpStatus.FORBIDDEN);
            response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
            response.getHeaders().setContentLength(body.length);
            OutputStream out = response.getBody();
            out.write(body);
            response.flush();
        }
    }
}
