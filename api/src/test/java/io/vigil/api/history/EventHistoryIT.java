package io.vigil.api.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigil.api.Http;
import io.vigil.api.RunningApi;
import io.vigil.schemas.EventTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.databind.JsonNode;

@ExtendWith(RunningApi.Extension.class)
class EventHistoryIT {

    private static final Instant START = Instant.parse("2026-11-25T11:00:00.120Z");

    private final RunningApi api;
    private final Http http;
    private final String device = UUID.randomUUID().toString();
    private final String events = "/api/v1/devices/" + device + "/events?";

    EventHistoryIT(RunningApi api) {
        this.api = api;
        this.http = api.http();
    }

    @Test
    void tellsAnEventAsItStandsInTheTable() {
        Map<String, AttributeValue> item = Tables.alarm(device, START, 6);
        item.put(EventTable.WORKER_ID, AttributeValue.fromS("W364"));
        item.put(EventTable.WORKER_NAME, AttributeValue.fromS("Per <b>Dahl</b>"));
        item.put(EventTable.LATITUDE, AttributeValue.fromN("59.3"));
        item.put(EventTable.LONGITUDE, AttributeValue.fromN("18.06"));
        api.tables().put(EventTable.ALARMS, item);

        String page = http.get("/api/v1/devices/" + device + "/alarms").body();

        assertThat(page)
                .isEqualTo(
                        "{\"items\":[{\"id\":\"" + device + "/2026-11-25T11:00:00.120Z#6\",\"deviceId\":\"" + device
                                + "\",\"time\":\"2026-11-25T11:00:00.120Z\",\"code\":6,\"kind\":\"SOS\",\"alarm\":true,"
                                + "\"workerId\":\"W364\",\"workerName\":\"Per <b>Dahl</b>\",\"latitude\":59.3,\"longitude\":18.06}]}");
    }

    @ParameterizedTest
    @CsvSource({"1,newest", "2,oldest", "7,newest", "10,oldest", "39,newest", "40,oldest", "41,newest", "1000,oldest"})
    void givesEachEventOnceAndInOrder(int limit, String order) {
        api.tables().putAll(EventTable.EVENTS, items(40));

        List<JsonNode> found = http.allPages(events + "order=" + order + "&limit=" + limit);

        List<String> expected =
                new ArrayList<>(items(40).map(EventHistoryIT::id).sorted().toList());
        if (order.equals("newest")) {
            Collections.reverse(expected);
        }
        assertThat(found).extracting(event -> event.get("id").asString()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"newest", "oldest"})
    void staysInOrderWhileEventsAreAdded(String order) {
        Random random = new Random(4);
        List<String> atFirst = items(60).map(EventHistoryIT::id).toList();
        api.tables().putAll(EventTable.EVENTS, items(60));

        List<String> found = new ArrayList<>();
        JsonNode page = http.getJson(events + "limit=4&order=" + order);
        while (true) {
            page.get("items").forEach(event -> found.add(event.get("id").asString()));
            if (!page.has("next")) {
                break;
            }
            Stream.of(-50_000, random.nextInt(60_000), 90_000)
                    .map(offset -> Tables.item(device, START.plusMillis(offset + found.size()), 2))
                    .forEach(item -> api.tables().put(EventTable.EVENTS, item));
            page = http.getJson(events + "limit=4&order=" + order + "&cursor="
                    + page.get("next").asString());
        }

        List<String> sorted = new ArrayList<>(found);
        Collections.sort(sorted);
        if (order.equals("newest")) {
            Collections.reverse(sorted);
        }
        assertThat(found).containsAll(atFirst).doesNotHaveDuplicates().isEqualTo(sorted);
    }

    @Test
    void takesARangeFromInclusiveToExclusive() {
        api.tables()
                .putAll(
                        EventTable.EVENTS,
                        Stream.of(-1, 0, 1, 999, 1000, 1001)
                                .flatMap(offset -> Stream.of(1, 2, 10)
                                        .map(code -> Tables.item(device, START.plusMillis(offset), code))));

        List<JsonNode> found = http.allPages(
                events + "order=oldest&limit=2&from=2026-11-25T11:00:00.120Z&to=2026-11-25T12:00:01.120%2B01:00");

        assertThat(found)
                .extracting(event -> event.get("time").asString().substring(17) + event.get("code"))
                .containsExactly(
                        "00.120Z1",
                        "00.120Z10",
                        "00.120Z2",
                        "00.121Z1",
                        "00.121Z10",
                        "00.121Z2",
                        "01.119Z1",
                        "01.119Z10",
                        "01.119Z2");
    }

    @Test
    void roundsARangeUpToMilliseconds() {
        api.tables()
                .putAll(EventTable.EVENTS, Stream.of(0, 1, 2).map(i -> Tables.item(device, START.plusMillis(i), 1)));

        assertThat(times("from=2026-11-25T11:00:00.1205Z")).containsExactly("00.122Z", "00.121Z");
        assertThat(times("to=2026-11-25T11:00:00.1205Z")).containsExactly("00.120Z");
    }

    @Test
    void takesAnOffsetWhosePlusIsNotEncoded() {
        api.tables().put(EventTable.EVENTS, Tables.item(device, START, 1));

        assertThat(times("from=2026-11-25T12:00+01:00&to=2026-11-25T12:01+01:00"))
                .hasSize(1);
        assertThat(times("from=2026-11-25T12:00-01:00")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1000})
    void filtersByCodeWhereTheyAreRare(int limit) {
        api.tables()
                .putAll(
                        EventTable.EVENTS,
                        Stream.iterate(0, i -> i + 1)
                                .limit(2500)
                                .map(i -> Tables.item(device, START.plusMillis(i), i % 500 == 7 ? 2 : 1)));

        assertThat(http.allPages(events + "code=2,9&limit=" + limit)).hasSize(5);
        assertThat(http.allPages(events + "code=9&limit=" + limit)).isEmpty();
    }

    @Test
    void readsWhatOthersHaveWritten() {
        Map<String, AttributeValue> withoutCode = Tables.item(device, START, 3);
        withoutCode.put(EventTable.EVENT_TIME, AttributeValue.fromS("2026-11-25T11:00:00.120Z"));
        Map<String, AttributeValue> texts = Tables.item(device, START.plusSeconds(1), 4);
        texts.put(EventTable.EVENT, AttributeValue.fromS(" 4 "));
        texts.put(EventTable.LATITUDE, AttributeValue.fromS("59.5"));
        texts.put(EventTable.LONGITUDE, AttributeValue.fromS("18.5"));
        texts.put(EventTable.WORKER_ID, AttributeValue.fromN("364"));
        Map<String, AttributeValue> bare = Tables.item(device, START.plusSeconds(2), 5);
        bare.remove(EventTable.EVENT);
        bare.remove(EventTable.EVENT_TIMESTAMP);
        Map<String, AttributeValue> odd = Tables.item(device, START.plusSeconds(3), 5);
        odd.put(EventTable.EVENT, AttributeValue.fromBool(true));
        odd.put(EventTable.WORKER_NAME, AttributeValue.fromL(List.of()));
        odd.put(EventTable.LATITUDE, AttributeValue.fromN("123"));
        odd.put(EventTable.LONGITUDE, AttributeValue.fromS("west"));
        Map<String, AttributeValue> otherTime = Tables.item(device, START.plusSeconds(4), 7);
        otherTime.put(EventTable.EVENT_TIME, AttributeValue.fromS("yesterday"));
        Map<String, AttributeValue> noTime = Tables.item(device, START, 7);
        noTime.put(EventTable.EVENT_TIME, AttributeValue.fromS("+1000000000-01-01T00:00:00Z"));
        noTime.remove(EventTable.EVENT_TIMESTAMP);
        api.tables().putAll(EventTable.EVENTS, Stream.of(withoutCode, texts, bare, odd, otherTime, noTime));

        List<JsonNode> found = http.allPages(events + "order=oldest&limit=1");

        assertThat(found)
                .extracting(event -> event.get("id").asString().substring(device.length() + 1))
                .containsExactly(
                        "2026-11-25T11:00:00.120Z#3",
                        "2026-11-25T11:00:01.120Z#4",
                        "2026-11-25T11:00:02.120Z#5",
                        "2026-11-25T11:00:03.120Z#5",
                        "2026-11-25T11:00:04.120Z#7");
        assertThat(found.get(1).get("workerId").asString()).isEqualTo("364");
        assertThat(found.get(1).get("latitude").asDouble()).isEqualTo(59.5);
        assertThat(found.get(3).has("latitude")).isFalse();
        assertThat(http.allPages(events + "code=3,4,5&from=2026-11-25T11:00:00.120Z&to=2027-01-01T00:00:00Z"))
                .hasSize(4);
    }

    @Test
    void doesNotKnowADeviceOfWhichThereIsNothing() {
        api.tables().put(EventTable.ALARMS, Tables.alarm(device, START, 6));

        var known = http.get(events);
        var unknown = http.get("/api/v1/devices/" + device + "-no/events");

        assertThat(known.body()).isEqualTo("{\"items\":[]}");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(Http.json(unknown).get("detail").asString()).contains(device + "-no");
    }

    private List<String> times(String query) {
        return http.allPages(events + query).stream()
                .map(event -> event.get("time").asString().substring(17))
                .toList();
    }

    /** Some in the same millisecond. */
    private Stream<Map<String, AttributeValue>> items(int count) {
        return Stream.iterate(0, i -> i + 1)
                .limit(count)
                .map(i -> Tables.item(device, START.plusMillis(i / 3 * 1000L), 1 + i % 3));
    }

    private static String id(Map<String, AttributeValue> item) {
        return item.get(EventTable.DEVICE_ID).s() + "/"
                + item.get(EventTable.EVENT_TIME).s();
    }
}
