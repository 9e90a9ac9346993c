package io.vigil.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SteadyLoadTest {

    @Test
    void hasAnAlarmInEachHundredEvents() {
        assertThat(IntStream.range(0, 1_000).map(SteadyLoad::alarm))
                .isSorted()
                .first()
                .isEqualTo(0);
        assertThat(IntStream.range(0, 1_000).map(alarm -> SteadyLoad.alarm(alarm) / SteadyLoad.EVENTS_PER_ALARM))
                .containsExactlyElementsOf(IntStream.range(0, 1_000).boxed().toList());
    }

    @Test
    void hasAlarmsAtNoFixedDistance() {
        assertThat(IntStream.range(0, 1_000)
                        .map(alarm -> SteadyLoad.alarm(alarm + 1) - SteadyLoad.alarm(alarm))
                        .distinct())
                .hasSizeGreaterThan(100);
    }

    /** Two alarms of the device in one millisecond would be one item, and the first of them might never be seen. */
    @ParameterizedTest
    @ValueSource(ints = {1_000, 5_000, SteadyLoad.MAX_RATE})
    void givesEachAlarmAMillisecondOfItsOwn(int rate) {
        assertThat(IntStream.range(0, 10_000)
                        .mapToLong(alarm -> SteadyLoad.millisFromFirst(SteadyLoad.alarm(alarm), rate)))
                .doesNotHaveDuplicates();
    }
}
