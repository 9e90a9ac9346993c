package io.vigil.api.security;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Has a browser keep a token, and forget it. The rules in front of it have checked the token. */
@RestController
@RequestMapping(AccessRules.SESSION)
@Tag(name = "session")
final class SessionController {

    private final BearerTokenResolver header = new DefaultBearerTokenResolver();
    private final AccessMode mode;

    SessionController(AccessMode mode) {
        this.mode = mode;
    }

    @PostMapping
    @Operation(summary = "Has the browser send the token of the Authorization header from now on, in a cookie")
    @ApiResponse(responseCode = "204", description = "The cookie is set; without authentication none is needed.")
    ResponseEntity<Void> begin(HttpServletRequest request) {
        if (mode == AccessMode.OPEN) {
            return ResponseEntity.noContent().build();
        }
        String token = header.resolve(request);
        if (token.length() > SessionCookie.MAX_TOKEN_LENGTH) {
            // A browser would drop the cookie without a word.
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST,
                    "The token is longer than the " + SessionCookie.MAX_TOKEN_LENGTH + " bytes that a cookie holds.");
        }
        return answer(SessionCookie.of(token, request));
    }

    @DeleteMapping
    @Operation(summary = "Has the browser forget the token")
    @ApiResponse(responseCode = "204", description = "The cookie is gone.")
    ResponseEntity<Void> end(HttpServletRequest request) {
        return answer(SessionCookie.gone(request));
    }

    private static ResponseEntity<Void> answer(ResponseCookie cookie) {
        return ResponseEntity.noContent()
                .header(HttpHeaders.SET_COOKIE, cookie.toString())
                .build();
    }
}
