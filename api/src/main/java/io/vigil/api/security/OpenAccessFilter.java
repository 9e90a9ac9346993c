package io.vigil.api.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;

/**
 * Makes everybody a caller with all scopes, so that the same rules hold with and without authentication. Spring's
 * anonymous caller would not do: for its rules, that one is somebody who has to authenticate first.
 */
final class OpenAccessFilter extends AnonymousAuthenticationFilter {

    private static final String CALLER = "local";
    private static final List<GrantedAuthority> ALL =
            Arrays.stream(Scope.values()).map(Scope::authority).toList();

    OpenAccessFilter() {
        super(CALLER, CALLER, ALL);
    }

    @Override
    protected Authentication createAuthentication(HttpServletRequest request) {
        return UsernamePasswordAuthenticationToken.authenticated(CALLER, null, ALL);
    }
}
