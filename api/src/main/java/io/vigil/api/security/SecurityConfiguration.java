package io.vigil.api.security;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.apache.catalina.core.StandardHost;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.annotation.web.configurers.LogoutConfigurer;
import org.springframework.security.config.annotation.web.configurers.RequestCacheConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Puts the rules in front of all that is served. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    @Bean
    AccessMode accessMode(
            SecurityProperties properties,
            ObjectProvider<JwtDecoder> jwts,
            ServerProperties server,
            Environment environment) {
        boolean authenticated = !properties.apiKeys().isEmpty() || jwts.getIfAvailable() != null;
        AccessMode mode = authenticated ? AccessMode.TOKEN : AccessMode.OPEN;
        ListenGuard.check(mode, server, environment);
        return mode;
    }

    @Bean
    Refusals refusals(MeterRegistry meters) {
        return new Refusals(meters);
    }

    /** Tells callers by their tokens. Spring's resource server asks it; so does nobody else. */
    @Bean
    AuthenticationManager tokenAuthentication(
            SecurityProperties properties,
            ObjectProvider<JwtDecoder> decoders,
            ObjectProvider<JwtAuthenticationConverter> converters) {
        Optional<AuthenticationManager> jwts = Optional.ofNullable(decoders.getIfAvailable())
                .map(decoder -> {
                    JwtAuthenticationProvider provider = new JwtAuthenticationProvider(decoder);
                    provider.setJwtAuthenticationConverter(converters.getIfAvailable(JwtAuthenticationConverter::new));
                    return new ProviderManager(provider);
                });
        return new TokenAuthentication(new ApiKeys(properties.apiKeys()), jwts);
    }

    /** The way from the first header to a handler. */
    @Bean
    SecurityFilterChain securityFilterChain(
            HttpSecurity http,
            AccessMode mode,
            SecurityProperties properties,
            AuthenticationManager tokenAuthentication,
            Refusals refusals,
            Environment environment,
            Clock clock)
            throws IOException {
        GraphiQl graphiQl = GraphiQl.of(environment);
        RequestMatcher open = AccessRules.open(StaticFiles.paths(), graphiQl);
        CallerBuckets requests = new CallerBuckets(properties.requestsPerSecond(), properties.burst());
        http.sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(RequestCacheConfigurer::disable)
                .logout(LogoutConfigurer::disable)
                // See SessionCookie.
                .csrf(CsrfConfigurer::disable)
                .headers(headers -> SecurityHeaders.apply(headers, graphiQl, environment))
                .exceptionHandling(
                        refused -> refused.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
                .authorizeHttpRequests(rules -> AccessRules.apply(rules, mode, open))
                .addFilterBefore(new RateLimitFilter(requests, open, mode, refusals), AuthorizationFilter.class)
                .addFilterAfter(new BodyLimitFilter(clock), AuthorizationFilter.class);
        if (!properties.corsOrigins().isEmpty()) {
            http.addFilter(CrossOrigin.filter(properties.corsOrigins()));
        }
        if (mode == AccessMode.OPEN) {
            http.addFilterAfter(new LoopbackHostFilter(), HeaderWriterFilter.class)
                    .anonymous(anonymous -> anonymous.authenticationFilter(new OpenAccessFilter()));
        } else {
            RequestMatcher withoutCookie = new OrRequestMatcher(open, AccessRules.session());
            http.oauth2ResourceServer(tokens -> tokens.bearerTokenResolver(new TokenResolver(withoutCookie))
                    .authenticationManagerResolver(request -> tokenAuthentication)
                    .authenticationEntryPoint(refusals)
                    .accessDeniedHandler(refusals));
        }
        return http.build();
    }

    /** What looks like an attack on the path. */
    @Bean
    RequestRejectedHandler requestRejectedHandler() {
        return (request, response, why) -> Problems.send(
                request,
                response,
                HttpStatus.BAD_REQUEST,
                "The request has a path, a header or a method that is not allowed.");
    }

    /** Around all of it, also what is refused before any filter is called. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> valves() {
        return tomcat -> {
            tomcat.addEngineValves(new UnreadBodyValve());
            tomcat.addContextCustomizers(context ->
                    ((StandardHost) context.getParent()).setErrorReportValveClass(ProblemReportValve.class.getName()));
        };
    }

    /** One metric a request is enough: not one a filter. */
    @Bean
    SecurityObservationSettings securityObservationSettings() {
        return SecurityObservationSettings.noObservations();
    }
}
