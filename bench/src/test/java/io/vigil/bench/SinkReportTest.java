package io.vigil.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SinkReportTest {

    private final List<Measurement> measurements = new ArrayList<>();
    private final List<KeyOrder> order = new ArrayList<>();

    @Test
    void dividesByTheReferenceOfTheSameRun() {
        // The machine was busy in the second run: all rates halve, and no ratio may notice.
        add("vigil", 1, 1_000, 2, 3);
        add("reference", 1, 2_000, 4, 3);
        add("reference", 2, 1_000, 4, 3);
        add("vigil", 2, 500, 4, 3);

        Standing vigil = report().standings().get(0);

        assertThat(vigil.itemsPerSecond()).isEqualTo(new Spread(750, 500, 1_000));
        assertThat(vigil.rateOfReference()).isEqualTo(new Spread(0.5, 0.5, 0.5));
        assertThat(vigil.cpuOfReference()).isEqualTo(new Spread(0.75, 0.5, 1));
        assertThat(vigil.cpuSecondsPerMillion()).isEqualTo(new Spread(300, 200, 400));
    }

    @Test
    void checksTheMedianOfTheRatios() {
        add("vigil", 1, 1_000, 10, 5);
        add("reference", 1, 1_000, 10, 5);
        add("vigil", 2, 890, 10, 5);
        add("reference", 2, 1_000, 10, 5);
        add("vigil", 3, 880, 12, 5);
        add("reference", 3, 1_000, 10, 5);

        List<Check> checks = report("vigil").checks();

        assertThat(checks).extracting(Check::met).containsExactly(false, true);
        assertThat(checks.get(0).measured()).isCloseTo(0.89, within(1e-9));
    }

    @Test
    void countsTheWorkersStartWhereItsCpuTimeIsChecked() {
        add("vigil", 1, 1_000, 12, 0);
        add("reference", 1, 1_000, 10, 10);

        Check cpu = report("vigil").checks().get(1);

        assertThat(cpu.measured()).isCloseTo(0.6, within(1e-9));
        assertThat(cpu.met()).isTrue();
    }

    @Test
    void checksBesideThoseThatWereMeasured() {
        add("vigil", 1, 1_000, 10, 5);
        add("reference", 1, 1_000, 10, 5);
        add("put item", 1, 40, 10, 5);
        add("flink, order kept", 1, 1_250, 10, 5);
        order.add(new KeyOrder("vigil", 20_000, 200, 800, 0));

        assertThat(report("vigil", "put item", "flink").checks())
                .extracting(Check::what, Check::measured, Check::met)
                .contains(
                        tuple("items/s, by those of flink, order kept", 0.8, false),
                        tuple("items/s, by those of put item", 25.0, true),
                        tuple("stale keys", 0.0, true));
        assertThat(report("flink").checks()).isEmpty();
    }

    @Test
    void oneStaleKeyIsTooMany() {
        add("vigil", 1, 1_000, 10, 5);
        add("reference", 1, 1_000, 10, 5);
        order.add(new KeyOrder("vigil", 20_000, 200, 800, 1));
        order.add(new KeyOrder("reference", 20_000, 200, 800, 0));

        SinkReport report = report("vigil");

        assertThat(report.checks()).last().extracting(Check::met).isEqualTo(false);
        assertThat(report.ownCell("vigil")).isEqualTo("8; 1");
    }

    private void add(String contestant, int run, double itemsPerSecond, double cpuSeconds, double startCpuSeconds) {
        long items = 10_000;
        measurements.add(new Measurement(
                contestant, run, items, 0, 400, 8, items / itemsPerSecond, cpuSeconds, startCpuSeconds, 1));
    }

    private SinkReport report(String... only) {
        Machine machine = new Machine("cpu", 2, 1024, "kernel", "java");
        SinkSetup setup = new SinkSetup(SinkSetup.EndpointKind.STAND_IN, 10_000, 3, 5, 0, List.of(only));
        return new SinkReport(Instant.EPOCH, machine, setup, measurements, order);
    }
}
