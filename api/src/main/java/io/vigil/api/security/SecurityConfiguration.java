package io.vigil.api.security;

import java.io.IOException;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.annotation.web.configurers.LogoutConfigurer;
import org.springframework.security.config.annotation.web.configurers.RequestCacheConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.HeaderWriterFilter;

/** Puts the rules in front of all that is served. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    @Bean
    AccessMode accessMode(ServerProperties server, Environment environment) {
        AccessMode mode = AccessMode.OPEN;
        ListenGuard.check(mode, server, environment);
        return mode;
    }

    /** The way from the first header to a handler. */
    @Bean
    SecurityFilterChain securityFilterChain(HttpSecurity http, AccessMode mode, Environment environment)
            throws IOException {
        String[] openFiles = StaticFiles.paths();
        http.sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(RequestCacheConfigurer::disable)
                .logout(LogoutConfigurer::disable)
                .csrf(CsrfConfigurer::disable)
                .headers(headers -> SecurityHeaders.apply(headers, environment))
                .authorizeHttpRequests(requests -> AccessRules.apply(requests, mode, openFiles))
                .exceptionHandling(refused -> refused.accessDeniedHandler((request, response, why) ->
                        Problems.send(request, response, HttpStatus.FORBIDDEN, "This is not allowed.")));
        if (mode == AccessMode.OPEN) {
            http.addFilterAfter(new LoopbackHostFilter(), HeaderWriterFilter.class)
                    .anonymous(anonymous -> anonymous.authenticationFilter(new OpenAccessFilter()));
        }
        return http.build();
    }

    /** What looks like an attack on the path. */
    @Bean
    RequestRejectedHandler requestRejectedHandler() {
        return (request, response, why) -> Problems.send(
                request, response, HttpStatus.BAD_REQUEST, "The request has a path or a method that is not allowed.");
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemReportValve() {
        return tomcat -> tomcat.addContextCustomizers(context ->
                ((StandardHost) context.getParent()).setErrorReportValveClass(ProblemReportValve.class.getName()));
    }

    /** One metric a request is enough: not one a filter. */
    @Bean
    SecurityObservationSettings securityObservationSettings() {
        return SecurityObservationSettings.noObservations();
    }
}
