package io.vigil.api.rest;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpStatus;

/** The answers that are problem documents. */
final class ProblemDescriptions {

    private static final String SCHEMA = "Problem";
    private static final Map<HttpStatus, String> PROBLEMS = new LinkedHashMap<>();

    static {
        PROBLEMS.put(HttpStatus.BAD_REQUEST, "A parameter makes no sense; detail says which and why.");
        PROBLEMS.put(HttpStatus.UNAUTHORIZED, "A token is needed, or it is not valid.");
        PROBLEMS.put(HttpStatus.FORBIDDEN, "The token has another scope.");
        PROBLEMS.put(HttpStatus.NOT_FOUND, "Nothing was ever heard of the device.");
        PROBLEMS.put(HttpStatus.TOO_MANY_REQUESTS, "Too many requests of this caller: try again after Retry-After.");
        PROBLEMS.put(HttpStatus.SERVICE_UNAVAILABLE, "Not at the moment: try again after Retry-After.");
    }

    private ProblemDescriptions() {}

    static void addTo(Components components) {
        components.addSchemas(
                SCHEMA,
                new ObjectSchema()
                        .description("RFC 9457")
                        .addProperty("type", new StringSchema().format("uri-reference"))
                        .addProperty("title", new StringSchema())
                        .addProperty("status", new IntegerSchema())
                        .addProperty("detail", new StringSchema())
                        .addProperty("instance", new StringSchema().format("uri-reference")));
        PROBLEMS.forEach((status, text) -> components.addResponses(status.name(), response(status, text)));
    }

    /** Adds those that an operation may be answered with. */
    static void describe(String path, Operation operation) {
        for (HttpStatus status : PROBLEMS.keySet()) {
            boolean possible = switch (status) {
                case NOT_FOUND -> path.contains("{deviceId}");
                case UNAUTHORIZED, FORBIDDEN -> !path.endsWith("/config");
                default -> true;
            };
            if (possible) {
                operation
                        .getResponses()
                        .addApiResponse(Integer.toString(status.value()), new ApiResponse().$ref(status.name()));
            }
        }
    }

    private static ApiResponse response(HttpStatus status, String text) {
        Schema<?> schema = new Schema<>().$ref("#/components/schemas/" + SCHEMA);
        ApiResponse response = new ApiResponse()
                .description(text)
                .content(new Content()
                        .addMediaType(
                                org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                                new MediaType()
                                        .schema(schema)
                                        .example(Map.of(
                                                "type",
                                                "about:blank",
                                                "title",
                                                status.getReasonPhrase(),
                                                "status",
                                                status.value(),
                                                "detail",
                                                text,
                                                "instance",
                                                "/api/v1/alarms"))));
        if (status == HttpStatus.TOO_MANY_REQUESTS || status == HttpStatus.SERVICE_UNAVAILABLE) {
            response.addHeaderObject(
                    "Retry-After", new Header().description("Seconds.").schema(new IntegerSchema()));
        }
        return response;
    }
}
