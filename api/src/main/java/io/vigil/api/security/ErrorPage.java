package io.vigil.api.security;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** What Spring MVC has no answer for, as a problem document that tells the status and nothing else. */
@Controller
final class ErrorPage implements ErrorController {

    @RequestMapping("${spring.web.error.path:/error}")
    void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
        // Without a status it is no error: somebody asked for the path itself.
        HttpStatus status = Optional.ofNullable(request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE))
                .map(Integer.class::cast)
                .map(HttpStatus::resolve)
                .orElse(HttpStatus.NOT_FOUND);
        Problems.send(request, response, status, detail(status));
    }

    static String detail(HttpStatus status) {
        return switch (status) {
            case NOT_FOUND -> "There is nothing here.";
            case METHOD_NOT_ALLOWED -> "This is not a method for this path.";
            // What Tomcat says of a line or headers that are too long, too.
            case BAD_REQUEST -> "The request cannot be understood, or its first line or a header is too long.";
            default ->
                status.is5xxServerError()
                        ? "It is not your fault; the log of the API says more."
                        : "The request cannot be answered as it is.";
        };
    }
}
