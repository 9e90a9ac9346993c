package io.vigil.api.security;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * The token of a request: from the header, else from the cookie. Where none is needed the cookie is not looked at, so
 * that one that has expired cannot shut its owner out of the page in which to enter a new one.
 */
final class TokenResolver implements BearerTokenResolver {

    private final BearerTokenResolver header = new DefaultBearerTokenResolver();
    private final RequestMatcher withoutCookie;

    TokenResolver(RequestMatcher withoutCookie) {
        this.withoutCookie = withoutCookie;
    }

    @Override
    public String resolve(HttpServletRequest request) {
        String token = header.resolve(request);
        if (token != null || withoutCookie.matches(request)) {
            return token;
        }
        return SessionCookie.token(request).orElse(null);
    }
}
