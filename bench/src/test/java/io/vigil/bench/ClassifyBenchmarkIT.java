package io.vigil.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The whole benchmark, with few records: that it measures, and that nobody loses one, not how fast they are. */
class ClassifyBenchmarkIT {

    private static final List<String> CONTESTANTS = List.of(
            "vigil, exactly once, 1 thread",
            "passthrough, exactly once, 1 thread",
            "copy loop, at least once",
            "flink, exactly once",
            "spark, at least once");

    @Test
    void measuresEachContestantAndWritesItDown() throws Exception {
        JsonNode report = BenchRun.report(
                "classify",
                CONTESTANTS,
                "--records=4000",
                "--warm-up=1000",
                "--threads=1",
                "--only=vigil, exactly",
                "--only=copy loop, at",
                "--only=flink, exactly",
                "--only=spark");

        // One row in a hundred.
        assertThat(report.at("/input/alarms").asInt()).isEqualTo(50);
        assertThat(report.at("/input/events").asInt()).isEqualTo(4950);
        assertThat(report.path("measurements")).allSatisfy(ClassifyBenchmarkIT::isPlausible);
        assertThat(report.path("checks")).hasSize(3);
    }

    private static void isPlausible(JsonNode measurement) {
        int warmUp = measurement.path("startItems").asInt();
        assertThat(warmUp).matches(items -> items == 0 || items >= 1000);
        assertThat(warmUp + measurement.path("items").asInt()).isEqualTo(5000);
        assertThat(measurement.path("itemsPerSecond").asDouble()).isPositive();
        // What a JVM takes to start is more than that.
        assertThat(measurement.path("startCpuSeconds").asDouble()
                        + measurement.path("cpuSeconds").asDouble())
                .isGreaterThan(0.1);
        assertThat(measurement.path("brokerCpuSeconds").asDouble()).isNotNegative();
    }
}
