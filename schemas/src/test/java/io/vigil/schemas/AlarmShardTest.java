package io.vigil.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlarmShardTest {

    private static final long NOON = Instant.parse("2026-11-25T12:00:00Z").toEpochMilli();

    /** The numbers are what Python's {@code zlib.crc32(id.encode("utf-8")) % 16} says. */
    @ParameterizedTest
    @CsvSource({
        "bls-1010,  2026-11-25#14",
        "bls-1,     2026-11-25#07",
        "gerät-å,   2026-11-25#00",
        "å-7,       2026-11-25#15",
        "123456789, 2026-11-25#06",
    })
    void isWhatWritersInOtherLanguagesCompute(String deviceId, String expected) {
        assertThat(EventTable.alarmShard(deviceId, NOON)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-24T23:59:59.999Z, 2026-11-24#14",
        "2026-11-25T00:00:00.000Z, 2026-11-25#14",
        "2000-01-01T00:00:00.000Z, 2000-01-01#14",
    })
    void beginsANewDayAtMidnightUtc(Instant time, String expected) {
        assertThat(EventTable.alarmShard("bls-1010", time.toEpochMilli())).isEqualTo(expected);
    }

    @Test
    void namesAllShardsOfADayInOrder() {
        assertThat(EventTable.alarmShards(LocalDate.of(2026, 11, 25)))
                .hasSize(EventTable.ALARM_SHARDS)
                .isSorted()
                .doesNotHaveDuplicates()
                .startsWith("2026-11-25#00", "2026-11-25#01")
                .endsWith("2026-11-25#14", "2026-11-25#15");
    }

    /** A reader that asks for a day's shards misses none of its alarms. */
    @Property
    void isOneOfTheShardsOfItsDay(
            @ForAll @StringLength(min = 1, max = 40) String deviceId,
            @ForAll @LongRange(min = 0, max = 253_402_300_799_999L) long time) {
        LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(time), ZoneOffset.UTC);

        assertThat(EventTable.alarmShards(day)).contains(EventTable.alarmShard(deviceId, time));
    }

    /** In the forms that ids of devices have, and for as few as 160 of them. */
    @ParameterizedTest
    @ValueSource(strings = {"bls-%d", "device-%05d", "35693803%07d", "%08x"})
    void spreadsDevicesWithNumbersForNames(String form) {
        Map<String, Long> devices = IntStream.range(1000, 1160)
                .mapToObj(number -> EventTable.alarmShard(form.formatted(number), NOON))
                .collect(Collectors.groupingBy(shard -> shard, Collectors.counting()));

        assertThat(devices).hasSize(EventTable.ALARM_SHARDS);
        assertThat(devices.values()).allMatch(count -> count <= 15);
    }
}
