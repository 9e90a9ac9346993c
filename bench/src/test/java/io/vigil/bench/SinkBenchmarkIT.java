package io.vigil.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The whole benchmark, with few records: that it measures, not what. */
class SinkBenchmarkIT {

    @Test
    void measuresEachContestantAndWritesItDown() throws Exception {
        JsonNode report = BenchRun.report(
                "sink",
                List.of("vigil", "reference", "bare loop"),
                "--records=2000",
                "--latency-ms=20",
                "--unprocessed=0.1");

        assertThat(report.path("measurements")).allSatisfy(SinkBenchmarkIT::isPlausible);
        assertThat(report.path("checks")).hasSize(2);
    }

    private static void isPlausible(JsonNode measurement) {
        assertThat(measurement.path("items").asInt()).isEqualTo(2000);
        // Nothing that was written is sent again, though a tenth of it has to be.
        assertThat(measurement.path("repeated").asInt()).isZero();
        assertThat(measurement.path("requests").asInt()).isGreaterThan(2000 / 25);
        assertThat(measurement.path("maxInFlight").asInt()).isBetween(2, 8);
        // 80 requests of 20 ms, 8 at a time.
        assertThat(measurement.path("seconds").asDouble()).isGreaterThanOrEqualTo(0.2);
        assertThat(measurement.path("cpuSeconds").asDouble()).isPositive();
    }
}
