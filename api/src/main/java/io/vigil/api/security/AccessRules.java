package io.vigil.api.security;

import jakarta.servlet.DispatcherType;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.SingleResultAuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.web.cors.CorsUtils;

/** Which path needs which scope. With {@link AccessMode#OPEN} every caller has all of them. */
final class AccessRules {

    /** What a page needs before it has a token, and what a probe needs that never has one. */
    static final String[] OPEN = {
        "/api/v1/config",
        "/webjars/**",
        "/docs",
        "/docs/**",
        "/swagger-ui/**",
        "/openapi.json",
        "/openapi.json/**",
        "/actuator/health",
        "/actuator/health/**"
    };

    static final String SESSION = "/api/v1/session";

    private static final String EVENTS = Scope.EVENTS_READ.authority().getAuthority();
    private static final String ALARMS = Scope.ALARMS_READ.authority().getAuthority();

    private AccessRules() {}

    static void apply(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests,
            AccessMode mode,
            String[] openFiles) {
        // What was allowed once goes on in another thread, or to the error page.
        requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR, DispatcherType.FORWARD)
                .permitAll();
        requests.requestMatchers(CorsUtils::isPreFlightRequest).denyAll();
        requests.requestMatchers(OPEN).permitAll();
        requests.requestMatchers(openFiles).permitAll();
        requests.requestMatchers(HttpMethod.DELETE, SESSION).permitAll();
        requests.requestMatchers(SESSION).authenticated();
        requests.requestMatchers("/api/v1/alarms", "/api/v1/devices/*/alarms").hasAuthority(ALARMS);
        requests.requestMatchers("/api/v1/devices", "/api/v1/devices/**").hasAuthority(EVENTS);
        // Which of the two is needed is in the arguments: the handlers call Scope.require().
        requests.requestMatchers("/api/v1/stream", "/graphql").hasAnyAuthority(EVENTS, ALARMS);
        requests.requestMatchers("/actuator", "/actuator/**").authenticated();
        requests.anyRequest().access(others(mode));
    }

    /** A path that has no rule. Somebody may have added a handler and forgotten the rule, so nobody gets there. */
    private static AuthorizationManager<RequestAuthorizationContext> others(AccessMode mode) {
        return mode == AccessMode.OPEN
                ? SingleResultAuthorizationManager.permitAll()
                : SingleResultAuthorizationManager.denyAll();
    }
}
