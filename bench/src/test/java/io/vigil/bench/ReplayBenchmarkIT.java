package io.vigil.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The whole benchmark, with few rows: that it measures, not what. */
class ReplayBenchmarkIT {

    @Test
    void measuresEachContestantAndWritesItDown() throws Exception {
        JsonNode report =
                BenchRun.report("replay", List.of("replay", "parse only", "spark csv", "perf test"), "--rows=5000");

        // S3 has all of the file.
        assertThat(report.path("fileBytes").asInt()).isEqualTo(SampleRowsTest.bytes(5000).length);
        assertThat(report.path("measurements")).allSatisfy(ReplayBenchmarkIT::isPlausible);
        assertThat(report.path("checks")).hasSize(1);
    }

    private static void isPlausible(JsonNode measurement) {
        assertThat(measurement.path("items").asInt()).isEqualTo(5000);
        assertThat(measurement.path("seconds").asDouble())
                .isPositive()
                .isLessThan(measurement.path("processSeconds").asDouble());
        assertThat(measurement.path("itemsPerSecond").asDouble()).isPositive();
        // What a JVM takes to start is more than that.
        assertThat(measurement.path("cpuSeconds").asDouble()).isGreaterThan(0.1);
        assertThat(measurement.path("stackCpuSeconds").asDouble()).isNotNegative();
    }
}
