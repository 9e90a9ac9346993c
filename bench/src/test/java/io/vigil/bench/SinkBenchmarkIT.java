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
                List.of("vigil", "reference", "put item", "flink, 8 in flight", "flink, order kept", "bare loop"),
                "--records=2000",
                "--latency-ms=20",
                "--unprocessed=0.1");

        assertThat(report.path("measurements")).allSatisfy(SinkBenchmarkIT::isPlausible);
        assertThat(report.path("checks")).hasSize(5);
        assertThat(report.path("order").findValuesAsText("contestant"))
                .containsExactly("vigil", "reference", "flink, 8 in flight", "flink, order kept");
        assertThat(report.path("order")).allSatisfy(SinkBenchmarkIT::isInOrder);
    }

    private static void isPlausible(JsonNode measurement) {
        String contestant = measurement.path("contestant").asText();
        boolean putItem = contestant.equals("put item");
        int items = measurement.path("items").asInt();
        assertThat(items).isBetween(putItem ? 100 : 2000, 2000);
        // Nothing that was written is sent again, though a tenth of it has to be.
        assertThat(measurement.path("repeated").asInt()).isZero();
        assertThat(measurement.path("requests").asInt()).isGreaterThanOrEqualTo(putItem ? items : 2000 / 25);
        assertThat(measurement.path("maxInFlight").asInt()).isBetween(1, mostInFlight(contestant));
        // 80 requests of 20 ms, 8 at a time.
        assertThat(measurement.path("seconds").asDouble()).isGreaterThanOrEqualTo(0.2);
        assertThat(measurement.path("cpuSeconds").asDouble()).isPositive();
    }

    private static int mostInFlight(String contestant) {
        return List.of("put item", "flink, order kept").contains(contestant) ? 1 : 8;
    }

    private static void isInOrder(JsonNode order) {
        assertThat(order.path("keys").asInt()).isEqualTo(200);
        assertThat(order.path("requests").asInt()).isGreaterThanOrEqualTo(200 / 25);
        // More than one batch in flight is a race that Flink may win.
        if (!order.path("contestant").asText().equals("flink, 8 in flight")) {
            assertThat(order.path("staleKeys").asInt()).isZero();
        }
    }
}
