package io.vigil.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassifyReportTest {

    private static final int RECORDS = 1_000_000;

    private final List<ClassifyMeasurement> measurements = new ArrayList<>();

    @Test
    void dividesMedians() {
        add("vigil, exactly once, 1 thread", 2, 4, 9);
        add("vigil, exactly once, 2 threads", 5, 5, 5);
        add("passthrough, exactly once, 1 thread", 1, 8, 4);
        add("passthrough, exactly once, 2 threads", 4, 4, 4);
        add("flink, exactly once", 5, 3, 3.9);
        add("spark, at least once", 8, 8, 8);

        List<Check> checks = report().checks();

        assertThat(checks).extracting(Check::bound).containsExactly(1.05, 1.05, 1.0, 0.6);
        assertThat(checks).extracting(Check::met).containsExactly(true, false, false, true);
        assertThat(checks.get(0).measured()).isCloseTo(1, within(1e-9));
        assertThat(checks.get(1).measured()).isCloseTo(1.25, within(1e-9));
        assertThat(checks.get(2).measured()).isCloseTo(4 / 3.9, within(1e-9));
        assertThat(checks.get(3).measured()).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void showsTheStartApart() {
        add("passthrough, exactly once, 1 thread", 2);

        // A million records in 10 s of 2 CPU-s, behind 250000 in 15 s of 8 CPU-s.
        assertThat(report().ownCell("passthrough, exactly once, 1 thread")).isEqualTo("50000, 8.0");
        assertThat(report().standings().get(0).cpuSecondsPerMillion().median()).isEqualTo(2);
    }

    private void add(String contestant, double... cpuSeconds) {
        for (int run = 1; run <= cpuSeconds.length; run++) {
            measurements.add(new ClassifyMeasurement(
                    contestant, run, RECORDS, 10, cpuSeconds[run - 1], RECORDS / 4, 15, 8, 1, 0.5));
        }
    }

    private ClassifyReport report() {
        Machine machine = new Machine("cpu", 2, 1024, "kernel", "java");
        ClassifySetup setup = new ClassifySetup(RECORDS, RECORDS / 4, 3, List.of(2, 1), List.of());
        return new ClassifyReport(Instant.EPOCH, machine, setup, 90, new Routed(12_500, 1_237_500), measurements);
    }
}
