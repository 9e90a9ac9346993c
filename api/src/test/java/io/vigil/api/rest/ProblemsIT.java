package io.vigil.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigil.api.Http;
import io.vigil.api.RunningApi;
import io.vigil.api.history.Tables;
import io.vigil.schemas.EventTable;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RunningApi.Extension.class)
class ProblemsIT {

    private static final Instant TIME = Instant.parse("2026-11-25T11:00:00.120Z");

    private final RunningApi api;
    private final Http http;
    private final String device = UUID.randomUUID().toString();

    ProblemsIT(RunningApi api) {
        this.api = api;
        this.http = api.http();
    }

    @BeforeEach
    void writeEvents() {
        api.tables()
                .putAll(
                        EventTable.EVENTS,
                        Stream.of(1, 2, 3).map(second -> Tables.item(device, TIME.plusSeconds(second), 1)));
        api.tables()
                .putAll(
                        EventTable.ALARMS,
                        Stream.of(1, 2, 3).map(second -> Tables.alarm(device, TIME.plusSeconds(second), 6)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    limit=0                 | limit is 0, must be from 1 to 1000
                    limit=1001              | limit is 1001, must be from 1 to 1000
                    limit=-1                | limit is -1, must be from 1 to 1000
                    limit=ten               | limit is 'ten', must be an integer
                    limit=99999999999       | limit is '99999999999', must be an integer
                    code=1,x                | code is '1,x', must be integers
                    code=1.5                | code is '1.5', must be integers
                    from=yesterday          | from is 'yesterday', must be a time in ISO-8601
                    to=2026-11-25           | to is '2026-11-25', must be a time in ISO-8601
                    from=2026-11-25T11:00:00| must be a time in ISO-8601 with Z or an offset
                    from=2026-11-25T11:00:00Z&to=2026-11-25T10:59:59Z | must be before to
                    from=2026-11-25T11:00:00Z&to=2026-11-25T11:00:00Z | must be before to
                    from=-0001-01-01T00:00:00Z | years 0 to 9999
                    cursor=x                | cursor is not one
                    cursor=%00              | cursor is not one
                    cursor=../../etc/passwd | cursor is not one
                    """)
    void refusesWhatMakesNoSense(String query, String rule) {
        for (String path : List.of("/api/v1/devices/" + device + "/events", "/api/v1/alarms")) {
            assertProblem(http.get(path + "?" + query), 400, rule);
        }
    }

    @Test
    void refusesAStateAndAnOrderThatIsNone() {
        assertProblem(http.get("/api/v1/devices?state=DEAD"), 400, "state is 'DEAD', must be ALARM, SILENT or OK");
        assertProblem(
                http.get("/api/v1/devices/" + device + "/events?order=up"),
                400,
                "order is 'up', must be newest or oldest");
        assertProblem(http.get("/api/v1/devices?q=" + "x".repeat(300)), 400, "q has 300 characters");
    }

    @Test
    void refusesACursorOfAnotherQuery() {
        for (String path : List.of("/api/v1/devices/" + device + "/events", "/api/v1/alarms")) {
            String query = path + "?from=2026-11-25T11:00:00Z&to=2026-11-26T00:00:00Z&limit=1";
            String cursor = http.getJson(query).get("next").asString();

            assertThat(http.get(query + "&cursor=" + cursor).statusCode()).isEqualTo(200);
            assertThat(http.get(query + "0&cursor=" + cursor).statusCode())
                    .as("another limit")
                    .isEqualTo(200);
            Stream.of(
                            path + "?from=2026-11-25T11:00:00Z&limit=1&cursor=" + cursor,
                            path + "?from=2026-11-25T11:00:01Z&to=2026-11-26T00:00:00Z&limit=1&cursor=" + cursor,
                            query + "&code=6&cursor=" + cursor,
                            "/api/v1/devices?cursor=" + cursor,
                            "/api/v1/devices/" + device + "-2/events?from=2026-11-25T11:00:00Z"
                                    + "&to=2026-11-26T00:00:00Z&cursor=" + cursor,
                            "/api/v1/devices/" + device + "/alarms?from=2026-11-25T11:00:00Z"
                                    + "&to=2026-11-26T00:00:00Z&cursor=" + cursor,
                            "/api/v1/devices/" + device + "/events?order=oldest&from=2026-11-25T11:00:00Z"
                                    + "&to=2026-11-26T00:00:00Z&cursor=" + cursor,
                            query + "&cursor=" + cursor + "A",
                            query + "&cursor=" + cursor + "%3D",
                            query + "&cursor=" + cursor.substring(1),
                            query + "&cursor=" + cursor.substring(0, cursor.length() - 1),
                            query + "&cursor=" + cursor.toLowerCase(),
                            query + "&cursor=" + "A".repeat(5000))
                    .forEach(other -> assertProblem(http.get(other), 400, "cursor is not one"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1",
                "/api/v1/",
                "/api/v1/nothing",
                "/nothing.html",
                "/api/v1/devices/",
                "/api/v1/alarms/x",
                "/webjars/ol/nothing.js",
                "/webjars/..%2F..%2Fapplication.properties",
                "/..%2F..%2Fetc%2Fpasswd",
                "/webjars/%2e%2e%2fapplication.properties",
                "/..%5C..%5Cetc%5Cpasswd",
                "/application.properties",
                "/api/v1/devices/..%2F..%2Factuator"
            })
    void doesNotFindWhatIsNotThere(String path) {
        assertProblem(http.get(path), 404, "");
    }

    @ParameterizedTest
    @CsvSource({"POST,/api/v1/devices,405", "DELETE,/api/v1/alarms,405", "PUT,/api/v1/config,405", "GET,/graphql,405"})
    void refusesAnotherMethod(String method, String path, int status) {
        HttpResponse<String> response = http.send(method, path);

        assertProblem(response, status, "");
        assertThat(response.headers().firstValue("Allow")).isPresent();
    }

    @Test
    void saysProblemsWhateverIsAccepted() {
        assertProblem(http.get("/api/v1/devices?limit=0", "Accept", "text/html"), 400, "limit");
        assertProblem(http.get("/api/v1/devices?limit=0", "Accept", "image/png"), 400, "limit");
        assertProblem(http.get("/api/v1/devices", "Accept", "text/csv"), 406, "");
    }

    @Test
    void doesNotSaySoMuchAsAQueryOfAMegabyte() {
        HttpResponse<String> response = http.get("/api/v1/devices?q=" + "x".repeat(1_000_000));

        assertThat(response.statusCode()).isBetween(400, 431);
        assertThat(response.body()).doesNotContain("Exception", "\tat ");
    }

    @Test
    void findsNoDeviceWithAnIdThatNoneCanHave() {
        assertProblem(http.get("/api/v1/devices/" + "x".repeat(2049) + "/events"), 404, "Nothing is known");
        assertProblem(http.get("/api/v1/devices/%20/events"), 404, "Nothing is known");
    }

    private static void assertProblem(HttpResponse<String> response, int status, String detail) {
        assertThat(response.statusCode())
                .as(response.uri() + ": " + response.body())
                .isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(Http.json(response).get("status").asInt()).isEqualTo(status);
        assertThat(Http.json(response).get("type").asString()).isEqualTo("about:blank");
        assertThat(Http.json(response).get("title").asString()).isNotEmpty();
        assertThat(Http.json(response).get("instance").asString()).startsWith("/");
        assertThat(Http.json(response).path("detail").asString("")).contains(detail);
        assertThat(response.body()).doesNotContain("Exception", "io.vigil", "org.springframework", "trace");
    }
}
