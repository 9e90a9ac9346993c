package io.vigil.api.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigil.api.Http;
import io.vigil.api.RunningApi;
import io.vigil.api.live.RecentAlarms;
import io.vigil.api.model.Event;
import io.vigil.schemas.EventTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.databind.JsonNode;

@ExtendWith(RunningApi.Extension.class)
class RecentAlarmsIT {

    /** Each test has weeks of its own, for the index is one for all devices. */
    private static final AtomicInteger WEEKS = new AtomicInteger();

    private final RunningApi api;
    private final Http http;
    private final Random random = new Random(9);
    private final Instant day =
            Instant.parse("2010-01-01T00:00:00Z").plus(Duration.ofDays(70L * WEEKS.getAndIncrement()));

    RecentAlarmsIT(RunningApi api) {
        this.api = api;
        this.http = api.http();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 99, 100, 101, 1000})
    void givesEachAlarmOnceNewestFirst(int limit) {
        List<Event> alarms = write(alarmsOfThreeDays(100));

        assertThat(ids(http.allPages(range() + "&limit=" + limit))).isEqualTo(ids(alarms.stream()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 60, 1000})
    void keepsTheOrderOfAlarmsInOneMillisecond(int limit) {
        Instant same = day.plus(Duration.ofHours(30));
        List<Event> alarms = write(IntStream.range(0, 120)
                .mapToObj(i -> alarm("device-" + i / 3, same.plusMillis(i % 40 == 0 ? 1 : 0), 3 + i % 3 * 4)));

        assertThat(ids(http.allPages(range() + "&limit=" + limit))).isEqualTo(ids(alarms.stream()));
    }

    @Test
    void readsOnWhereOneShardHasAllAlarmsOfAMillisecond() {
        List<String> devices = Stream.generate(() -> UUID.randomUUID().toString())
                .filter(device -> EventTable.alarmShard(device, 0).endsWith("#05"))
                .limit(150)
                .toList();
        List<Event> alarms = write(devices.stream().map(device -> alarm(device, day, 6)));

        assertThat(ids(http.allPages(range() + "&limit=4"))).isEqualTo(ids(alarms.stream()));
    }

    @Test
    void goesOnOverWeeksWithoutAlarms() {
        List<Event> alarms = write(
                Stream.of(0, 1, 2, 9, 33, 34, 60).map(days -> alarm("device", day.plus(Duration.ofDays(days)), 6)));

        assertThat(ids(http.allPages(range() + "&limit=2"))).isEqualTo(ids(alarms.stream()));
        assertThat(http.allPages(range() + "&limit=2&code=3")).isEmpty();
    }

    @Test
    void givesWhatWasThereOnceWhileAlarmsAreAdded() {
        List<Event> atFirst = write(alarmsOfThreeDays(80));

        List<String> found = new ArrayList<>();
        JsonNode page = http.getJson(range() + "&limit=3");
        while (true) {
            page.get("items").forEach(alarm -> found.add(alarm.get("id").asString()));
            if (!page.has("next")) {
                break;
            }
            List<Event> added = write(alarmsOfThreeDays(2));
            api.memory().add(added.get(0));
            page = http.getJson(range() + "&limit=3&cursor=" + page.get("next").asString());
        }

        assertThat(found)
                .doesNotHaveDuplicates()
                .containsAll(ids(atFirst.stream()))
                .isSortedAccordingTo((a, b) -> time(b).compareTo(time(a)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 1000})
    void mergesWithTheAlarmsInMemory(int limit) {
        List<Event> all = alarmsOfThreeDays(60).toList();
        write(all.subList(0, 40).stream());
        all.subList(20, 60).forEach(api.memory()::add);

        assertThat(ids(http.allPages(range() + "&limit=" + limit))).isEqualTo(ids(all.stream()));
    }

    @Test
    void filtersByCode() {
        List<Event> alarms = write(alarmsOfThreeDays(200));
        Event inMemory = alarm("memory", day, 5);
        api.memory().add(inMemory);
        Stream<Event> expected = Stream.concat(alarms.stream(), Stream.of(inMemory))
                .filter(alarm -> alarm.code() == 5 || alarm.code() == 7);

        assertThat(ids(http.allPages(range() + "&limit=5&code=7,5"))).isEqualTo(ids(expected));
    }

    @Test
    void takesARangeFromInclusiveToExclusive() {
        write(Stream.of(-1, 0, 1, 4999, 5000).map(offset -> alarm("device", day.plusMillis(offset), 6)));
        Stream.of(-1, 0, 1, 4999, 5000)
                .map(offset -> alarm("memory", day.plusMillis(offset), 6))
                .forEach(api.memory()::add);

        List<JsonNode> found = http.allPages("/api/v1/alarms?limit=2&from=" + day + "&to=" + day.plusMillis(5000));

        assertThat(found)
                .extracting(alarm -> alarm.get("deviceId").asString()
                        + time(alarm.get("id").asString()).substring(19, 23))
                .containsExactly("device.999", "memory.999", "device.001", "memory.001", "device.000", "memory.000");
    }

    @Test
    void tellsOfTheLastDayIfNothingIsSaid() {
        Instant now = Instant.now();
        write(Stream.of(
                alarm("of-late", now.minus(Duration.ofHours(23)), 6),
                alarm("of-old", now.minus(Duration.ofHours(25)), 6),
                alarm("ahead", now.plus(Duration.ofHours(23)), 6)));
        api.memory().add(alarm("just-now", now, 3));

        List<JsonNode> found = http.allPages("/api/v1/alarms?limit=1");

        assertThat(found)
                .extracting(alarm -> alarm.get("deviceId").asString())
                .containsSubsequence("ahead", "just-now", "of-late")
                .doesNotContain("of-old");
    }

    @Test
    void leavesOutWhatCannotBeRead() {
        Event readable = write(Stream.of(alarm("device", day, 6))).get(0);
        var odd = Tables.alarm("odd", day, 6);
        odd.put(EventTable.EVENT_TIME, AttributeValue.fromS(day.toString().substring(0, 19) + ".?"));
        odd.remove(EventTable.EVENT_TIMESTAMP);
        api.tables().put(EventTable.ALARMS, odd);

        assertThat(ids(http.allPages(range() + "&limit=1"))).containsExactly(readable.id());
    }

    /** Many in the same millisecond. */
    private Stream<Event> alarmsOfThreeDays(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> alarm(
                        "device-" + random.nextInt(20),
                        day.plus(Duration.ofHours(random.nextInt(72))).plusMillis(random.nextInt(3)),
                        3 + random.nextInt(6)))
                .distinct();
    }

    private List<Event> write(Stream<Event> alarms) {
        List<Event> list = alarms.toList();
        api.tables()
                .putAll(
                        EventTable.ALARMS,
                        list.stream().map(alarm -> Tables.alarm(alarm.deviceId(), alarm.time(), alarm.code())));
        return list;
    }

    private String range() {
        return "/api/v1/alarms?from=" + day + "&to=" + day.plus(Duration.ofDays(70));
    }

    private static Event alarm(String deviceId, Instant time, int code) {
        return Event.of(deviceId, time, code, null, null, null, null);
    }

    private static List<String> ids(Stream<Event> alarms) {
        return alarms.sorted(RecentAlarms.NEWEST_FIRST).map(Event::id).toList();
    }

    private static List<String> ids(List<JsonNode> alarms) {
        return alarms.stream().map(alarm -> alarm.get("id").asString()).toList();
    }

    private static String time(String id) {
        return id.substring(id.indexOf('/') + 1, id.indexOf('#'));
    }
}
