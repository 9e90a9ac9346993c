package io.vigil.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigil.api.Http;
import io.vigil.api.RunningApi;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(RunningApi.Extension.class)
class OpenApiIT {

    private final Http http;

    OpenApiIT(RunningApi api) {
        this.http = api.http();
    }

    @Test
    void describesEveryPathOfTheContract() {
        JsonNode document = http.getJson("/openapi.json");

        assertThat(document.get("openapi").asString()).startsWith("3.1");
        assertThat(new TreeSet<>(document.get("paths").propertyNames()))
                .containsExactly(
                        "/api/v1/alarms",
                        "/api/v1/config",
                        "/api/v1/devices",
                        "/api/v1/devices/{deviceId}",
                        "/api/v1/devices/{deviceId}/alarms",
                        "/api/v1/devices/{deviceId}/events",
                        "/api/v1/session",
                        "/api/v1/stream");
    }

    @Test
    void describesEveryParameterAndWhatCanGoWrong() {
        JsonNode document = http.getJson("/openapi.json");

        for (JsonNode path : document.get("paths")) {
            for (JsonNode operation : path) {
                assertThat(operation.path("summary").asString(""))
                        .as(operation.toString())
                        .isNotEmpty();
                assertThat(operation.get("responses").has("503")).isTrue();
                operation
                        .path("parameters")
                        .forEach(parameter -> assertThat(
                                        parameter.path("description").asString(""))
                                .as(parameter.toString())
                                .isNotEmpty());
            }
        }
        assertThat(document.at("/paths/~1api~1v1~1devices~1{deviceId}/get/responses/404/$ref")
                        .asString())
                .isEqualTo("#/components/responses/NOT_FOUND");
        assertThat(document.at("/components/responses/NOT_FOUND/content").propertyNames())
                .containsExactly("application/problem+json");
        assertThat(document.at("/paths/~1api~1v1~1session/post/responses").propertyNames())
                .contains("204")
                .doesNotContain("200", "404");
        assertThat(document.at("/components/securitySchemes/token/scheme").asString())
                .isEqualTo("bearer");
    }

    @Test
    void refersToNothingThatIsNotThere() {
        JsonNode document = http.getJson("/openapi.json");

        List<String> references = document.findValues("$ref").stream()
                .map(JsonNode::asString)
                .distinct()
                .toList();

        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    @Test
    void hasAPageToReadItWith() {
        HttpResponse<String> docs = http.get("/docs");
        String page = docs.headers().firstValue("Location").orElseThrow();

        HttpResponse<String> html = http.get(URI.create(page).getPath());

        assertThat(docs.statusCode()).isEqualTo(302);
        assertThat(html.statusCode()).isEqualTo(200);
        assertThat(html.body()).contains("swagger-ui").doesNotContain("<script>", "<style>", "style=\"");
        assertThat(http.get("/openapi.json/swagger-config").body()).contains("/openapi.json");
    }
}
