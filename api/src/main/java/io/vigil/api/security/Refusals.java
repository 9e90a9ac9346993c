package io.vigil.api.security;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vigil.api.security.TokenAuthentication.TokenCheckFailedException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/** Says no: to who cannot say who they are, to who may not, and to who asks too often. Counts each by its reason. */
final class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private static final int FAILURES_PER_SECOND = 1;
    private static final int FAILURES_AT_ONCE = 30;
    private static final Object ISSUER = new Object();
    private static final Duration ISSUER_RETRY = Duration.ofSeconds(5);

    private final CallerBuckets failures = new CallerBuckets(FAILURES_PER_SECOND, FAILURES_AT_ONCE);
    private final MeterRegistry meters;

    Refusals(MeterRegistry meters) {
        this.meters = meters;
    }

    /** Who has no token, or one that is no good. */
    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
            throws IOException {
        if (why instanceof InsufficientAuthenticationException) {
            unauthorized(request, response, "", "A token is needed: Authorization: Bearer TOKEN.");
            return;
        }
        if (why instanceof TokenCheckFailedException) {
            unavailable(request, response, why.getCause());
            return;
        }
        // Only bad tokens count, never good ones: behind one address may be a whole control room.
        Optional<Duration> wait = failures.take(request.getRemoteAddr());
        if (wait.isPresent()) {
            tooMany(request, response, "failed-authentications", wait.get());
            return;
        }
        LOG.info("authentication=failed address={}", request.getRemoteAddr());
        unauthorized(request, response, ", error=\"invalid_token\"", "The token is not valid, or not any more.");
    }

    /** Whose token lacks the scope. */
    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException why)
            throws IOException {
        count("scope");
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"vigil\", error=\"insufficient_scope\"");
        Problems.send(request, response, HttpStatus.FORBIDDEN, "This is not allowed with the scopes of the token.");
    }

    /** Who asks too often. */
    void tooMany(HttpServletRequest request, HttpServletResponse response, String reason, Duration wait)
            throws IOException {
        count(reason);
        retryAfter(response, wait);
        Problems.send(request, response, HttpStatus.TOO_MANY_REQUESTS, "Too many requests; try again later.");
    }

    private void unavailable(HttpServletRequest request, HttpServletResponse response, Throwable why)
            throws IOException {
        count("issuer-unavailable");
        // A line a second is enough.
        if (failures.take(ISSUER).isEmpty()) {
            LOG.warn("authentication=unavailable cause=\"{}\"", why.getMessage());
        }
        retryAfter(response, ISSUER_RETRY);
        Problems.send(
                request, response, HttpStatus.SERVICE_UNAVAILABLE, "The token cannot be checked just now; try again.");
    }

    private void unauthorized(HttpServletRequest request, HttpServletResponse response, String error, String detail)
            throws IOException {
        count("authentication");
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"vigil\"" + error);
        Problems.send(request, response, HttpStatus.UNAUTHORIZED, detail);
    }

    private static void retryAfter(HttpServletResponse response, Duration wait) {
        // Rounded up: who comes back then is let in.
        response.setHeader(
                HttpHeaders.RETRY_AFTER, Long.toString(wait.plusMillis(999).toSeconds()));
    }

    private void count(String reason) {
        Counter.builder("vigil.api.refused")
                .description("Requests that were refused, by the reason.")
                .tag("reason", reason)
                .register(meters)
                .increment();
    }
}
