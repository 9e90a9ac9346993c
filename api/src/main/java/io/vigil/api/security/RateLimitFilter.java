package io.vigil.api.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/** Keeps one caller from taking it all. Comes behind authentication, so a caller is a token, not an address. */
final class RateLimitFilter extends OncePerRequestFilter {

    private final CallerBuckets requests;
    private final RequestMatcher unlimited;
    private final AccessMode mode;
    private final Refusals refusals;

    RateLimitFilter(CallerBuckets requests, RequestMatcher unlimited, AccessMode mode, Refusals refusals) {
        this.requests = requests;
        this.unlimited = unlimited;
        this.mode = mode;
        this.refusals = refusals;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return unlimited.matches(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Duration> wait = requests.take(caller(request));
        if (wait.isPresent()) {
            refusals.tooMany(request, response, "rate", wait.get());
            return;
        }
        chain.doFilter(request, response);
    }

    private Caller caller(HttpServletRequest request) {
        Authentication caller = SecurityContextHolder.getContext().getAuthentication();
        boolean nameless = mode == AccessMode.OPEN
                || caller == null
                || caller instanceof AnonymousAuthenticationToken
                || caller.getName() == null;
        return nameless
                ? new Caller("address", request.getRemoteAddr())
                : new Caller(caller.getClass().getSimpleName(), caller.getName());
    }

    /** A key and a JWT's subject may have the same name, but they are two. */
    private record Caller(String kind, String name) {}
}
