package io.vigil.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class CourseTest {

    private static final Service SERVICE = new Service("some service", true, (id, work) -> List.of());
    private static final Routed EXPECTED = new Routed(10, 90);
    private static final Duration PATIENCE = Duration.ofMillis(1_500);

    private Duration cpu = Duration.ZERO;

    @Test
    void beginsBehindTheWarmUpAndEndsWhenAllIsThere() throws Exception {
        Course course = follow(25, outputs(EXPECTED, 20, 30, 60, 100));

        assertThat(course.begin().records()).isEqualTo(30);
        assertThat(course.end().records()).isEqualTo(100);
        // A second for each look at which something was new: the second one, and the fourth.
        assertThat(course.begin().cpu()).isEqualTo(Duration.ofSeconds(2));
        assertThat(course.end().cpu()).isEqualTo(Duration.ofSeconds(4));
        assertThat(course.end().nanos()).isGreaterThan(course.begin().nanos());
    }

    @Test
    void beginsWithTheProcessWhereAllCameAtOnce() throws Exception {
        Course course = follow(25, outputs(EXPECTED, 0, 100));

        assertThat(course.begin()).isEqualTo(course.start());
        assertThat(course.begin().records()).isZero();
    }

    @Test
    void beginsWithTheProcessWhereTooLittleIsLeftBehindTheWarmUp() throws Exception {
        Course course = follow(20, outputs(EXPECTED, 10, 61, 100));

        assertThat(course.begin()).isEqualTo(course.start());
        assertThat(follow(20, outputs(EXPECTED, 10, 60, 100)).begin().records()).isEqualTo(60);
    }

    @Test
    void commitMarkersAreNoWarmUp() throws Exception {
        // 90 records with 12 markers, then the other 10 with as many.
        Course course = follow(25, outputs(EXPECTED, 102, 124));

        assertThat(course.begin()).isEqualTo(course.start());
        assertThat(course.end().records()).isEqualTo(124);
    }

    @Test
    void namesWhoLosesRecords() {
        assertThatExceptionOfType(BenchException.class)
                .isThrownBy(() -> follow(0, outputs(new Routed(10, 88), 50, 98)))
                .withMessageStartingWith("some service wrote 98 of 100 records");
    }

    @Test
    void commitMarkersDoNotStandInForRecords() {
        // As far as the offsets go it is all there.
        assertThatExceptionOfType(BenchException.class)
                .isThrownBy(() -> follow(0, outputs(new Routed(10, 89), 50, 104)))
                .withMessageStartingWith("some service wrote 99 of 100 records");
    }

    @Test
    void namesWhoWritesSomeTwice() {
        assertThatExceptionOfType(BenchException.class)
                .isThrownBy(() -> follow(0, outputs(new Routed(10, 91), 101)))
                .withMessage("some service wrote 10 alarms and 91 events, not 10 alarms and 90 events");
    }

    @Test
    void namesWhoTakesAnAlarmForAnEvent() {
        assertThatExceptionOfType(BenchException.class)
                .isThrownBy(() -> follow(0, outputs(new Routed(9, 91), 100)))
                .withMessage("some service wrote 9 alarms and 91 events, not 10 alarms and 90 events");
    }

    private Course follow(long warmUp, Outputs outputs) throws InterruptedException {
        Course.Worker worker = new Course.Worker() {
            @Override
            public void requireAlive() {}

            @Override
            public Duration cpu() {
                cpu = cpu.plusSeconds(1);
                return cpu;
            }
        };
        return Course.follow(SERVICE, worker, System.nanoTime(), EXPECTED, warmUp, outputs, PATIENCE);
    }

    /** Reaches one number after the other, and stays at the last one. */
    private static Outputs outputs(Routed count, long... reached) {
        Iterator<Long> numbers = Arrays.stream(reached).iterator();
        return new Outputs() {
            private long last;

            @Override
            public long reached() {
                last = numbers.hasNext() ? numbers.next() : last;
                return last;
            }

            @Override
            public Routed count() {
                return count;
            }
        };
    }
}
