package io.vigil.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The whole benchmark, with few events: that it measures, not what. */
class ProducerBenchmarkIT {

    @Test
    void measuresBothAndWritesItDown() throws Exception {
        JsonNode report = BenchRun.report("producer", List.of("producer", "perf test"), "--events=60000");

        assertThat(report.path("measurements")).allSatisfy(measurement -> {
            assertThat(measurement.path("items").asInt()).isEqualTo(60_000);
            assertThat(measurement.path("itemsPerSecond").asDouble()).isPositive();
            assertThat(measurement.path("stackCpuSeconds").asDouble()).isPositive();
        });
        assertThat(report.path("checks")).hasSize(1);
    }
}
