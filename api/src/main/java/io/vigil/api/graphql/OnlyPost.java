package io.vigil.api.graphql;

import static org.springframework.web.servlet.function.RequestPredicates.method;
import static org.springframework.web.servlet.function.RequestPredicates.path;

import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/** Has other methods than POST answered by a problem document, as they are elsewhere; Spring's answer is empty. */
@Configuration(proxyBeanMethods = false)
class OnlyPost {

    private static final String POST = HttpMethod.POST.name();

    @Bean
    @Order(-1)
    RouterFunction<ServerResponse> otherMethods(@Value("${spring.graphql.http.path:/graphql}") String path) {
        return RouterFunctions.route(path(path).and(method(HttpMethod.POST).negate()), request -> {
            throw new HttpRequestMethodNotSupportedException(request.method().name(), List.of(POST));
        });
    }
}
