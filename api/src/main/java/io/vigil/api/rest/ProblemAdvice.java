package io.vigil.api.rest;

import io.vigil.api.history.HistoryUnavailableException;
import io.vigil.api.history.Order;
import io.vigil.api.model.DeviceState;
import io.vigil.api.query.InvalidRequestException;
import io.vigil.api.query.UnknownDeviceException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Whatever goes wrong, a problem document (RFC 9457) says so, and nothing of what is inside. */
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    /** Seconds; DynamoDB's throttling is per second, and what takes longer is tried again and again. */
    private static final String RETRY_AFTER = "5";

    /** RFC 9457: the status says it all. */
    private static final URI NO_TYPE = URI.create("about:blank");

    private static final Map<Class<?>, String> RULES = Map.of(
            Instant.class, "a time in ISO-8601 with Z or an offset, such as 2026-11-25T11:00:00Z",
            Order.class, "newest or oldest",
            DeviceState.class, "ALARM, SILENT or OK",
            List.class, "integers, with commas between them");

    @ExceptionHandler
    ProblemDetail invalid(InvalidRequestException e) {
        return problem(HttpStatus.BAD_REQUEST, e.getMessage());
    }

    @ExceptionHandler
    ProblemDetail unknown(UnknownDeviceException e) {
        return problem(HttpStatus.NOT_FOUND, e.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unavailable(HistoryUnavailableException e) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER)
                .body(problem(HttpStatus.SERVICE_UNAVAILABLE, e.getMessage()));
    }

    /** A mistake of ours. What security throws is for its own filters. */
    @ExceptionHandler
    ProblemDetail unexpected(RuntimeException e) {
        if (e instanceof AccessDeniedException || e instanceof AuthenticationException) {
            throw e;
        }
        LOG.error("A request failed", e);
        return problem(HttpStatus.INTERNAL_SERVER_ERROR, "The API could not answer; its log says why.");
    }

    @Override
    protected ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String name = e instanceof MethodArgumentTypeMismatchException argument ? argument.getName() : "A parameter";
        ProblemDetail problem = problem(
                status,
                name + " is '" + e.getValue() + "', must be " + RULES.getOrDefault(e.getRequiredType(), "an integer"));
        return handleExceptionInternal(e, problem, headers, status, request);
    }

    @Override
    protected ResponseEntity<Object> createResponseEntity(
            Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (body instanceof ProblemDetail problem && problem.getType() == null) {
            problem.setType(NO_TYPE);
        }
        return super.createResponseEntity(body, headers, status, request);
    }

    private static ProblemDetail problem(HttpStatusCode status, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(NO_TYPE);
        return problem;
    }
}
