package io.vigil.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

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
}
