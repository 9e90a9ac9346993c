package io.vigil.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.introspection.IntrospectionQuery;
import io.vigil.api.Http;
import io.vigil.api.RunningApi;
import io.vigil.api.history.Tables;
import io.vigil.events.DeviceStatus;
import io.vigil.schemas.EventTable;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@ExtendWith(RunningApi.Extension.class)
class GraphQlIT {

    private static final Instant TIME = Instant.parse("2026-11-25T11:00:00.120Z");

    private final RunningApi api;
    private final Http http;
    private final String device = UUID.randomUUID().toString();

    GraphQlIT(RunningApi api) {
        this.api = api;
        this.http = api.http();
    }

    @Test
    void tellsTheSameAsRest() {
        api.memory()
                .put(
                        DeviceStatus.newBuilder()
                                .setDeviceId(device)
                                .setEventCode(6)
                                .setEventTime(TIME)
                                .setWorkerName("Per <b>")
                                .setAlarmCode(6)
                                .setAlarmTime(TIME)
                                .build(),
                        5_000_000_000L);
        api.tables().put(EventTable.EVENTS, Tables.item(device, TIME, 1));
        api.tables().put(EventTable.ALARMS, Tables.alarm(device, TIME, 6));
        String event = "{ items { id deviceId time code kind alarm } next }";

        JsonNode data = query("query($d: String!) { device(deviceId: $d) { deviceId code kind time workerName alarmCode"
                + " alarmKind alarmTime state revision } devices(q: $d) { items { deviceId } next }"
                + " events(deviceId: $d) " + event + " alarms(deviceId: $d) " + event
                + " recentAlarms(from: \"2026-11-25T12:00+01:00\", to: \"2026-11-25T11:00:00.121Z\") " + event + "}");

        String rest = "/api/v1/devices/" + device;
        assertThat(data.get("device")).isEqualTo(http.getJson(rest));
        assertThat(data.at("/devices/items/0/deviceId").asString()).isEqualTo(device);
        assertThat(data.at("/events/items"))
                .isEqualTo(http.getJson(rest + "/events").get("items"));
        assertThat(data.at("/alarms/items"))
                .isEqualTo(http.getJson(rest + "/alarms").get("items"));
        assertThat(data.at("/recentAlarms/items")).contains(data.at("/alarms/items/0"));
        assertThat(data.at("/events/next").isNull()).isTrue();
    }

    @Test
    void goesFromPageToPage() {
        api.tables()
                .putAll(
                        EventTable.EVENTS,
                        IntStream.range(0, 10).mapToObj(second -> Tables.item(device, TIME.plusSeconds(second), 1)));

        List<String> times = new ArrayList<>();
        Map<String, Object> variables = new HashMap<>(Map.of("d", device));
        for (int page = 0; page < 4; page++) {
            JsonNode events = post(
                            "query($d: String!, $c: String) { events(deviceId: $d, limit: 3, order: OLDEST, code: [1],"
                                    + " cursor: $c) { items { time } next } }",
                            variables)
                    .at("/data/events");
            events.get("items").forEach(event -> times.add(event.get("time").asString()));
            variables.put(
                    "c", events.get("next").isNull() ? null : events.get("next").asString());
        }

        assertThat(times).hasSize(10).isSorted().doesNotHaveDuplicates();
        assertThat(variables.get("c")).isNull();
    }

    @Test
    void knowsNothingOfAnUnknownDevice() {
        assertThat(query("query($d: String!) { device(deviceId: $d) { code } }")
                        .get("device")
                        .isNull())
                .isTrue();

        JsonNode answer = post("query($d: String!) { events(deviceId: $d) { next } }", Map.of("d", device));
        assertThat(answer.at("/data/events").isNull()).isTrue();
        assertThat(answer.at("/errors/0/extensions/classification").asString()).isEqualTo("NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit: 0", "limit: 1001", "cursor: \"x\"",
                        "from: \"2026-11-25T11:00:00Z\", to: \"2020-11-25T11:00:00Z\"",
                "from: \"yesterday\"", "code: [1.5]", "limit: \"3\"", "from: 3"
            })
    void refusesWhatMakesNoSense(String argument) {
        HttpResponse<String> response =
                http.post("/graphql", Map.of("query", "{ recentAlarms(" + argument + ") { next } }"));

        JsonNode error = Http.json(response).at("/errors/0");
        assertThat(error.at("/extensions/classification").asString()).isIn("BAD_REQUEST", "ValidationError");
        assertThat(error.get("message").asString()).isNotEmpty();
        assertThat(response.body()).doesNotContain("Exception", "io.vigil", "springframework");
    }

    @Test
    void refusesABombOfAliases() {
        String bomb = IntStream.range(0, 200)
                .mapToObj(i -> "a" + i + ": recentAlarms(limit: 1000) { items { id deviceId time code kind } }")
                .collect(Collectors.joining(" ", "{", "}"));

        assertRefused(bomb, "complexity");
    }

    @Test
    void refusesManySmallQueriesInOne() {
        String bomb = IntStream.range(0, 100)
                .mapToObj(i -> "a" + i + ": blsEvents(deviceId: \"d\", eventtime: \"t\") { event }")
                .collect(Collectors.joining(" ", "{", "}"));

        assertRefused(bomb, "complexity");
    }

    @Test
    void refusesALimitThatComesInAVariable() {
        HttpResponse<String> response = http.post(
                "/graphql",
                Map.of(
                        "query",
                        "query($l: Int) { a: events(deviceId: \"d\", limit: $l) { items { id time code kind alarm } }"
                                + " b: events(deviceId: \"d\", limit: $l) { items { id time code kind alarm } }"
                                + " c: events(deviceId: \"d\", limit: $l) { items { id time code kind alarm } }"
                                + " d: events(deviceId: \"d\", limit: $l) { items { id time code kind alarm } }"
                                + " e: events(deviceId: \"d\", limit: $l) { items { id time code kind alarm } }}",
                        "variables",
                        Map.of("l", 1000)));

        assertThat(Http.json(response).at("/errors/0/message").asString()).contains("complexity");
    }

    @Test
    void refusesADeepQuery() {
        String deep = "{ __schema { types " + "{ fields { type ".repeat(8) + "{ name }" + "} }".repeat(8) + " } }";

        HttpResponse<String> response = http.post("/graphql", Map.of("query", deep));

        assertThat(Http.json(response).has("errors")).isTrue();
        assertThat(Http.json(response).path("data").isMissingNode()
                        || Http.json(response).get("data").isNull())
                .isTrue();
    }

    @Test
    void refusesABombInFragments() {
        String everyField = "fragment f on Event { id deviceId time code kind alarm workerId workerName latitude }";
        String fewAliases = IntStream.range(0, 5)
                .mapToObj(i -> "a" + i + ": events(deviceId: \"d\", limit: 1000) { items { ...f } }")
                .collect(Collectors.joining(" ", "fragment all on Query {", "}"));

        assertRefused("{ ...all } " + fewAliases + " " + everyField, "complexity");
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.SECONDS)
    void isNotHeldUpByFragmentsThatGrow() {
        String bomb = "{ recentAlarms { items { ...f0 } } } "
                + IntStream.range(0, 60)
                        .mapToObj(i -> "fragment f" + i + " on Event { ...f" + (i + 1) + " ...f" + (i + 1) + " }")
                        .collect(Collectors.joining(" "))
                + " fragment f60 on Event { id }";

        assertThat(post(bomb, Map.of()).at("/errors/0/message").asString()).contains("complexity");
    }

    @Test
    void answersTheUsualIntrospection() {
        JsonNode answer = post(IntrospectionQuery.INTROSPECTION_QUERY, Map.of());

        assertThat(answer.has("errors")).as(answer.toString()).isFalse();
        assertThat(answer.at("/data/__schema/types").isEmpty()).isFalse();
    }

    @Test
    void answersAnInvalidDocumentAsGraphQlOverHttpSays() {
        for (String document : List.of("{ nothing }", "{ devices ", "")) {
            HttpResponse<String> response =
                    http.post("/graphql", Map.of("query", document), "Accept", "application/graphql-response+json");

            assertThat(response.statusCode()).as(document).isEqualTo(400);
        }
        assertThat(http.send("GET", "/graphql?query=%7Bdevices%7Bnext%7D%7D").statusCode())
                .isEqualTo(405);
        assertThat(http.post("/graphql", Map.of("no", "query")).statusCode()).isEqualTo(400);
    }

    private void assertRefused(String query, String why) {
        for (String type : List.of("application/json", "application/graphql-response+json")) {
            HttpResponse<String> response = http.post("/graphql", Map.of("query", query), "Accept", type);

            assertThat(Http.json(response).at("/errors/0/message").asString()).contains(why);
            assertThat(response.body()).doesNotContain("\"a0\"");
            assertThat(response.statusCode()).isEqualTo(type.equals("application/json") ? 200 : 400);
        }
    }

    private JsonNode query(String query) {
        JsonNode answer = post(query, Map.of("d", device));
        assertThat(answer.has("errors")).as(answer.toString()).isFalse();
        return answer.get("data");
    }

    private JsonNode post(String query, Map<String, ?> variables) {
        return Http.json(http.post("/graphql", Map.of("query", query, "variables", variables)));
    }
}
