package io.vigil.api.rest;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import java.util.Map;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What {@code /openapi.json} says that does not follow from the handlers. */
@Configuration(proxyBeanMethods = false)
class OpenApiDocument {

    private static final String TOKEN = "token";
    private static final String COOKIE = "session";

    /** What a page asks for before it has a token. */
    private static final String CONFIG = "/api/v1/config";

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("Vigil")
                        .version("v1")
                        .description("Safety events of devices worn at work: what is known of each device, what it "
                                + "reported, and all alarms, now and before. Absent values are absent fields. Times are "
                                + "ISO-8601 in UTC with milliseconds. The same is in GraphQL at POST /graphql."))
                // Wherever the document came from.
                .servers(List.of(new Server().url("/")))
                .components(new Components()
                        .addSecuritySchemes(
                                TOKEN,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .description(
                                                "An API key, or a JWT with the scopes events.read and alarms.read. "
                                                        + "None is needed where /api/v1/config says authentication: none."))
                        .addSecuritySchemes(
                                COOKIE,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.APIKEY)
                                        .in(SecurityScheme.In.COOKIE)
                                        .name("vigil-session")
                                        .description("Set by POST /api/v1/session, for browsers.")));
    }

    @Bean
    OpenApiCustomizer openApiCustomizer() {
        return document -> {
            document.path(StreamDescription.PATH, StreamDescription.path());
            SchemaDescriptions.describe(document.getComponents());
            ProblemDescriptions.addTo(document.getComponents());
            document.getPaths().forEach(OpenApiDocument::describe);
        };
    }

    private static void describe(String path, PathItem item) {
        for (Map.Entry<PathItem.HttpMethod, Operation> operation :
                item.readOperationsMap().entrySet()) {
            ParameterDescriptions.describe(operation.getValue().getParameters());
            ProblemDescriptions.describe(path, operation.getValue());
            operation
                    .getValue()
                    .security(
                            CONFIG.equals(path)
                                    ? List.of()
                                    : List.of(
                                            new SecurityRequirement().addList(TOKEN),
                                            new SecurityRequirement().addList(COOKIE)));
        }
    }
}
