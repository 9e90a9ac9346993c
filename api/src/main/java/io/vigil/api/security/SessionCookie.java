package io.vigil.api.security;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.ResponseCookie;
import org.springframework.web.util.WebUtils;

/**
 * The cookie that carries a token for the page, whose event stream cannot set a header. It holds the token itself, so
 * that any instance understands it and none has to remember anything; scripts cannot read it.
 *
 * <p>It needs no token against forged requests: browsers do not send it with a request that another site has caused
 * (SameSite=Strict), and with it nothing can be changed anyway. What sets it wants the token in a header, which another
 * site cannot send either without being allowed to (CORS).
 */
final class SessionCookie {

    /** What browsers keep of one cookie at the most, in bytes, less its name and attributes. */
    static final int MAX_TOKEN_LENGTH = 4_000;

    private static final String NAME = "vigil-session";

    private SessionCookie() {}

    static Optional<String> token(HttpServletRequest request) {
        return Optional.ofNullable(WebUtils.getCookie(request, NAME))
                .map(Cookie::getValue)
                .filter(token -> !token.isEmpty());
    }

    /** A cookie that the browser forgets when it is closed. */
    static ResponseCookie of(String token, HttpServletRequest request) {
        return cookie(token, request).build();
    }

    /** Makes the browser forget it now. */
    static ResponseCookie gone(HttpServletRequest request) {
        return cookie("", request).maxAge(Duration.ZERO).build();
    }

    private static ResponseCookie.ResponseCookieBuilder cookie(String value, HttpServletRequest request) {
        return ResponseCookie.from(NAME, value)
                .httpOnly(true)
                .sameSite("Strict")
                .secure(request.isSecure())
                .path("/");
    }
}
