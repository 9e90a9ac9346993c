package io.vigil.api.security;

import jakarta.servlet.DispatcherType;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.SingleResultAuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.cors.CorsUtils;

/** Which path needs which scope. With {@link AccessMode#OPEN} every caller has all of them. */
final class AccessRules {

    static final String SWAGGER_UI = "/swagger-ui/";

    /** What a page needs before it has a token, and what a probe needs that never has one; and the page's own files. */
    private static final List<String> OPEN = List.of(
            "/api/v1/config",
            "/webjars/**",
            "/docs",
            "/docs/**",
            SWAGGER_UI + "**",
            "/openapi.json",
            "/openapi.json/**",
            "/actuator/health",
            "/actuator/health/liveness",
            "/actuator/health/readiness");

    static final String SESSION = "/api/v1/session";

    private static final String EVENTS = Scope.EVENTS_READ.authority().getAuthority();
    private static final String ALARMS = Scope.ALARMS_READ.authority().getAuthority();

    private AccessRules() {}

    /** What is open to all, whoever they are. */
    static RequestMatcher open(Collection<String> files, GraphiQl graphiQl) {
        Stream<String> paths = Stream.concat(OPEN.stream(), files.stream());
        return new OrRequestMatcher(Stream.concat(paths, graphiQl.paths())
                .map(PathPatternRequestMatcher::pathPattern)
                .map(RequestMatcher.class::cast)
                .toList());
    }

    static RequestMatcher session() {
        return PathPatternRequestMatcher.pathPattern(SESSION);
    }

    static void apply(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests,
            AccessMode mode,
            RequestMatcher open) {
        // What was allowed once goes on in another thread, or to the error page.
        requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR, DispatcherType.FORWARD)
                .permitAll();
        requests.requestMatchers(CorsUtils::isPreFlightRequest).denyAll();
        requests.requestMatchers(open).permitAll();
        requests.requestMatchers(HttpMethod.DELETE, SESSION).permitAll();
        requests.requestMatchers(SESSION).authenticated();
        requests.requestMatchers("/api/v1/alarms", "/api/v1/devices/*/alarms").hasAuthority(ALARMS);
        requests.requestMatchers("/api/v1/devices", "/api/v1/devices/**").hasAuthority(EVENTS);
        // Which of the two is needed is in the arguments: the handlers call Scope.require().
        requests.requestMatchers("/api/v1/stream", "/graphql").hasAnyAuthority(EVENTS, ALARMS);
        // The parts of a health are in it already; Spring Boot has no good answer for one that there is not.
        requests.requestMatchers("/actuator/health/**").denyAll();
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
