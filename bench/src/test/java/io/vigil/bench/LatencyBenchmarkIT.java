package io.vigil.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** The whole benchmark for a few seconds: that it measures, and that no alarm is lost, not how quick one is. */
class LatencyBenchmarkIT {

    @Test
    void measuresEachContestantAndWritesItDown() throws Exception {
        JsonNode report = BenchRun.report("latency", "--runs=1", "--rate=1000", "--warm-up=1", "--seconds=3");

        assertThat(BenchRun.chart("latency")).contains("<svg", "flink");
        assertThat(report.path("measurements")).hasSize(3).allSatisfy(LatencyBenchmarkIT::isPlausible);
        assertThat(report.path("checks")).hasSize(2);
    }

    private static void isPlausible(JsonNode measurement) {
        // 3,000 events, one in a hundred.
        assertThat(measurement.at("/toTopic/count").asInt()).isEqualTo(30);
        assertThat(measurement.at("/toTable/count").asInt()).isEqualTo(30);
        assertThat(measurement.at("/toTopic/p50").asDouble()).isPositive();
        assertThat(measurement.at("/toTopic/max").asDouble())
                .isGreaterThanOrEqualTo(measurement.at("/toTopic/p50").asDouble());
    }
}
