package io.vigil.api.security;

import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * What a caller may read. What a path alone decides is decided before a handler is called; one that serves both kinds
 * by its arguments calls {@link #require()}.
 */
public enum Scope {
    /** Devices with their last known state, and events. */
    EVENTS_READ("events.read"),
    /** Alarms. */
    ALARMS_READ("alarms.read");

    private final String scope;
    private final GrantedAuthority authority;

    Scope(String scope) {
        this.scope = scope;
        // The prefix that Spring gives to the scopes of a JWT.
        this.authority = new SimpleGrantedAuthority("SCOPE_" + scope);
    }

    /**
     * Makes sure that the current caller has this scope. Without authentication configured everybody has all.
     *
     * @throws AccessDeniedException if not; it becomes a problem document with status 403, and an error {@code FORBIDDEN}
     *     in GraphQL
     */
    public void require() {
        Authentication caller = SecurityContextHolder.getContext().getAuthentication();
        if (caller == null || !caller.getAuthorities().contains(authority)) {
            throw new AccessDeniedException("The scope " + scope + " is needed.");
        }
    }

    /** As it stands in a token. */
    @Override
    public String toString() {
        return scope;
    }

    GrantedAuthority authority() {
        return authority;
    }
}
