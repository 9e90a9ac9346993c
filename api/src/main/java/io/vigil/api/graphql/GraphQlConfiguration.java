package io.vigil.api.graphql;

import graphql.execution.instrumentation.Instrumentation;
import graphql.schema.GraphQLScalarType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.execution.RuntimeWiringConfigurer;

/** What the schema does not say by itself. */
@Configuration(proxyBeanMethods = false)
class GraphQlConfiguration {

    @Bean
    RuntimeWiringConfigurer scalars() {
        return wiring -> wiring.scalar(GraphQLScalarType.newScalar()
                        .name("DateTime")
                        .coercing(new InstantCoercing())
                        .build())
                .scalar(GraphQLScalarType.newScalar()
                        .name("Long")
                        .coercing(new LongCoercing())
                        .build());
    }

    @Bean
    Instrumentation costLimit(GraphQlLimits limits) {
        return new CostLimit(limits);
    }

    @Bean
    Instrumentation timeLimit(GraphQlLimits limits) {
        return new TimeLimit(limits.timeout());
    }
}
