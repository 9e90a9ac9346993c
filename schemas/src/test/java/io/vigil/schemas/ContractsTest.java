package io.vigil.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContractsTest {

    private static final long NOW = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 7, 8, 0, 9, -5, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void takesEveryCodeButTheRoutineOnesForAnAlarm(int code) {
        assertThat(EventCode.isAlarm(code)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void takesTimeReportsAndCheckInsForRoutine(int code) {
        assertThat(EventCode.isAlarm(code)).isFalse();
    }

    @Test
    void sortsByTimeThenCodeWithMillisecondsAlways() {
        long time = Instant.parse("2020-06-09T09:36:00Z").toEpochMilli();

        assertThat(EventTable.sortKey(time, 3)).isEqualTo("2020-06-09T09:36:00.000Z#3");
        assertThat(EventTable.sortKey(time + 7, -5)).isEqualTo("2020-06-09T09:36:00.007Z#-5");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1577836800000, EMPTY_DEVICE_ID",
        "1, 946684799999, TIME_OUT_OF_RANGE",
        "1, 0, TIME_OUT_OF_RANGE",
        "1, -1, TIME_OUT_OF_RANGE",
        "1, 9223372036854775807, TIME_OUT_OF_RANGE",
        "1, -9223372036854775808, TIME_OUT_OF_RANGE"
    })
    void rejectsWhatIsNoEvent(int deviceIdLength, long eventTime, RejectionReason reason) {
        assertThatThrownBy(() -> EventValidation.check(deviceIdLength, eventTime, NOW))
                .isInstanceOfSatisfying(
                        InvalidEventException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void acceptsTheFirstAndTheLastValidMillisecond() {
        EventValidation.check(1, EventValidation.EARLIEST_EVENT_TIME, NOW);
        EventValidation.check(1, NOW + 24 * 60 * 60 * 1000, NOW);

        assertThatThrownBy(() -> EventValidation.check(1, NOW + 24 * 60 * 60 * 1000 + 1, NOW))
                .isInstanceOf(InvalidEventException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "90, 180, true",
        "-90, -180, true",
        "0, 0, true",
        "90.0001, 0, false",
        "0, -180.0001, false",
        "NaN, 0, false",
        "0, NaN, false",
        "Infinity, 0, false"
    })
    void knowsWhatIsAPlaceOnTheGlobe(double latitude, double longitude, boolean expected) {
        assertThat(EventValidation.isPosition(latitude, longitude)).isEqualTo(expected);
    }
}
