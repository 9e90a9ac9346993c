package io.vigil.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigil.api.Http;
import io.vigil.api.RunningApi;
import io.vigil.api.history.Tables;
import io.vigil.schemas.EventTable;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.databind.JsonNode;

@ExtendWith(RunningApi.Extension.class)
class LegacyQueriesIT {

    private static final String ALL_FIELDS = "{ deviceId event eventtime latitude longitude workerId workerName }";
    private static final Instant TIME = Instant.parse("2020-06-09T09:36:00Z");

    private final RunningApi api;
    private final Http http;
    private final String device = UUID.randomUUID().toString();

    LegacyQueriesIT(RunningApi api) {
        this.api = api;
        this.http = api.http();
    }

    @BeforeEach
    void write() {
        Map<String, AttributeValue> whole = Tables.item(device, TIME, 2);
        whole.put(EventTable.WORKER_ID, AttributeValue.fromS("W364"));
        whole.put(EventTable.WORKER_NAME, AttributeValue.fromS("Per Dahl"));
        whole.put(EventTable.LATITUDE, AttributeValue.fromN("59.3"));
        whole.put(EventTable.LONGITUDE, AttributeValue.fromN("18.06"));
        Map<String, AttributeValue> older = Tables.item(device, TIME, 1);
        older.put(EventTable.EVENT_TIME, AttributeValue.fromS("20190609 09:36:00"));
        older.put(EventTable.EVENT, AttributeValue.fromS("1"));
        older.put(EventTable.LATITUDE, AttributeValue.fromS("59,3"));
        api.tables().putAll(EventTable.EVENTS, Stream.of(Tables.item(device, TIME, 1), whole, older));
        api.tables().put(EventTable.ALARMS, Tables.alarm(device, TIME, 6));
    }

    @Test
    void tellsAllAsTexts() {
        String answer = http.post(
                        "/graphql", Map.of("query", "{ blsEvents(deviceId: \"" + device + "\") " + ALL_FIELDS + " }"))
                .body();

        String nothing = ",\"latitude\":null,\"longitude\":null,\"workerId\":null,\"workerName\":null}";
        assertThat(answer)
                .isEqualTo("{\"data\":{\"blsEvents\":["
                        + "{\"deviceId\":\"" + device + "\",\"event\":\"2\",\"eventtime\":\"2020-06-09T09:36:00.000Z\","
                        + "\"latitude\":\"59.3\",\"longitude\":\"18.06\",\"workerId\":\"W364\",\"workerName\":\"Per Dahl\"},"
                        + "{\"deviceId\":\"" + device + "\",\"event\":\"1\",\"eventtime\":\"2020-06-09T09:36:00.000Z\""
                        + nothing + ",{\"deviceId\":\"" + device
                        + "\",\"event\":\"1\",\"eventtime\":\"20190609 09:36:00\","
                        + "\"latitude\":\"59,3\",\"longitude\":null,\"workerId\":null,\"workerName\":null}]}}");
    }

    @ParameterizedTest
    @CsvSource({
        "2020-06-09T09:36:00.000Z,   2 1",
        "2020-06-09T09:36:00.000Z#2, 2",
        "2020-06-09T09:36:00.000Z#1, 1",
        "2020-06-09T09:36:00.000Z#3, ''",
        "2020-06-09T09:36:00.000,    ''",
        "2020-06-09,                 ''",
        "20190609 09:36:00,          1",
        "20190609 09:36:00#1,        1",
        "20190609,                   ''",
        "#,                          ''",
        "nonsense,                   ''",
        "'',                         2 1 1"
    })
    void takesATimeWithTheCodeAndWithout(String eventtime, String codes) {
        JsonNode data = query("{ blsEvents(deviceId: \"" + device + "\", eventtime: \"" + eventtime
                + "\") { event } blsEventsAll(deviceId: \"" + device + "\", eventtime: \"" + eventtime
                + "\") { totalCount blsevents { event } } }");

        String expected = String.join(" ", codes.strip().split(" "));
        assertThat(events(data.get("blsEvents"))).isEqualTo(expected);
        assertThat(events(data.at("/blsEventsAll/blsevents"))).isEqualTo(expected);
        assertThat(data.at("/blsEventsAll/totalCount").asInt())
                .isEqualTo(expected.isEmpty() ? 0 : expected.split(" ").length);
    }

    @Test
    void tellsAlarmsApart() {
        JsonNode data = query("{ blsAlarms(deviceId: \"" + device + "\") { event eventtime }"
                + " blsAlarmsAll(deviceId: \"" + device + "\") { totalCount blsalarms { event } } }");

        assertThat(data.toString())
                .isEqualTo("{\"blsAlarms\":[{\"event\":\"6\",\"eventtime\":\"2020-06-09T09:36:00.000Z\"}],"
                        + "\"blsAlarmsAll\":{\"totalCount\":1,\"blsalarms\":[{\"event\":\"6\"}]}}");
    }

    @Test
    void countsMoreThanItTells() {
        api.tables()
                .putAll(
                        EventTable.EVENTS,
                        IntStream.range(1, 1500).mapToObj(second -> Tables.item(device, TIME.plusSeconds(second), 1)));

        JsonNode data = query("{ blsEventsAll(deviceId: \"" + device + "\") { totalCount blsevents { eventtime } } }");

        assertThat(data.at("/blsEventsAll/totalCount").asInt()).isEqualTo(1502);
        assertThat(data.at("/blsEventsAll/blsevents")).hasSize(1000);
        assertThat(data.at("/blsEventsAll/blsevents/0/eventtime").asString()).isEqualTo("2020-06-09T10:00:59.000Z");
    }

    @Test
    void hasNothingOfADeviceThatIsNone() {
        for (String id : new String[] {device + "-no", "", "x".repeat(3000)}) {
            assertThat(query("{ blsEventsAll(deviceId: \"" + id + "\") { totalCount blsevents { event } } }")
                            .toString())
                    .isEqualTo("{\"blsEventsAll\":{\"totalCount\":0,\"blsevents\":[]}}");
        }
    }

    private JsonNode query(String query) {
        JsonNode answer = Http.json(http.post("/graphql", Map.of("query", query)));
        assertThat(answer.has("errors")).as(answer.toString()).isFalse();
        return answer.get("data");
    }

    private static String events(JsonNode items) {
        StringBuilder codes = new StringBuilder();
        items.forEach(item -> codes.append(codes.isEmpty() ? "" : " ")
                .append(item.get("event").asString()));
        return codes.toString();
    }
}
