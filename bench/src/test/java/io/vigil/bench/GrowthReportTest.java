package io.vigil.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrowthReportTest {

    private static final int RECORDS = 1_000_000;

    @Test
    void showsTheMiddleAndTheEndsOfEachPoint() {
        GrowthReport report = report(
                setup(List.of()),
                List.of(
                        classified("1 partition, 1 thread", 1, 10, 8),
                        classified("2 partitions, 1 thread", 1, 5, 9),
                        classified("1 partition, 1 thread", 2, 20, 6),
                        classified("2 partitions, 1 thread", 2, 4, 9),
                        classified("1 partition, 1 thread", 3, 8, 7),
                        classified("2 partitions, 1 thread", 3, 2, 9)),
                List.of(classified("10 devices", 1, 10, 5)),
                List.of(page(100, 1, 2), page(100, 2, 4), page(100, 3, 3)));

        assertThat(report.markdown())
                .contains(
                        "| 1 partition, 1 thread | 100000 | 50000 | 125000 | 7.0 | 6.0 | 8.0 |\n",
                        "| 2 partitions, 1 thread | 250000 | 200000 | 500000 | 9.0 | 9.0 | 9.0 |\n",
                        "| 10 devices | 100000 | 100000 | 100000 | 5.0 | 5.0 | 5.0 |\n",
                        "| 100 items, first page, p50 | 3.0 | 2.0 | 4.0 |\n",
                        "| 100 items, last page, p99 | 30.0 | 20.0 | 40.0 |\n",
                        "load average before a run 0.5 (0.5 to 0.5)");
        assertThat(report.svg()).contains(">partitions<", ">devices<", ">items in the table<");
    }

    @Test
    void aPartThatWasNotMeasuredIsNotShown() {
        GrowthReport report =
                report(setup(List.of("devices")), List.of(), List.of(classified("10 devices", 1, 10, 5)), List.of());

        assertThat(report.markdown())
                .contains("## Devices")
                .doesNotContain("## Partitions")
                .doesNotContain("## Items");
        assertThat(report.svg()).contains(">devices<").doesNotContain(">partitions<", ">items in the table<");
    }

    @Test
    void theWarmUpHasEachDevice() {
        assertThat(new GrowthSetup(List.of(), 500, 100, List.of(1), List.of(1), List.of(1_000, 10), List.of(100), 1, 1)
                        .warmUpOfDevices())
                .isEqualTo(1_000);
    }

    @Test
    void devicesThatWouldReportFromTheFutureAreTooFew() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new GrowthSetup(List.of(), RECORDS, 0, List.of(1), List.of(1), List.of(2), List.of(100), 1, 1))
                .withMessage("--devices is 2, must be 3 or more");
    }

    private static GrowthSetup setup(List<String> only) {
        return new GrowthSetup(
                only, RECORDS, RECORDS / 4, List.of(2, 1), List.of(1), List.of(10), List.of(100), 300, 3);
    }

    private static GrowthReport report(
            GrowthSetup setup,
            List<ClassifyMeasurement> partitions,
            List<ClassifyMeasurement> devices,
            List<PageMeasurement> table) {
        Machine machine = new Machine("cpu", 2, 1024, "kernel", "java");
        return new GrowthReport(Instant.EPOCH, machine, setup, partitions, devices, table);
    }

    private static ClassifyMeasurement classified(String name, int run, double seconds, double cpuSeconds) {
        return new ClassifyMeasurement(name, run, RECORDS, seconds, cpuSeconds, RECORDS / 4, 15, 8, 1, 0.5);
    }

    private static PageMeasurement page(int items, int run, double millis) {
        Quantiles first = new Quantiles(300, millis, 2 * millis, 3 * millis, 4 * millis, 5 * millis);
        Quantiles last = new Quantiles(300, 5 * millis, 8 * millis, 10 * millis, 11 * millis, 12 * millis);
        return new PageMeasurement(items, run, first, last, 0.5);
    }
}
