package io.vigil.api.security;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import tools.jackson.databind.json.JsonMapper;

/**
 * Problem documents (RFC 9457) for what is refused outside of Spring MVC. They are sent whatever the request accepts, and
 * say nothing of what went wrong inside.
 */
final class Problems {

    // Not the application's: Tomcat needs one too, before there is an application.
    private static final JsonMapper JSON = JsonMapper.builder()
            .addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class)
            .build();

    private Problems() {}

    /** Sends a problem as the whole answer, unless one has begun already. */
    static void send(HttpServletRequest request, HttpServletResponse response, HttpStatus status, String detail)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        byte[] body = document(status, detail, instance(request));
        response.resetBuffer();
        response.setStatus(status.value());
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    static byte[] document(HttpStatus status, String detail, Optional<URI> instance) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create("about:blank"));
        instance.ifPresent(problem::setInstance);
        return JSON.writeValueAsBytes(problem);
    }

    private static Optional<URI> instance(HttpServletRequest request) {
        Object failed = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        try {
            return Optional.of(new URI(failed == null ? request.getRequestURI() : failed.toString()));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
