package io.vigil.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** The whole benchmark, with little: that it measures, and that nothing is lost, not how cost grows. */
class GrowthBenchmarkIT {

    @Test
    void measuresEachPartAndWritesItDown() throws Exception {
        JsonNode report = BenchRun.report(
                "growth",
                "--runs=1",
                "--records=4000",
                "--warm-up=1000",
                "--partitions=1,2",
                "--threads=1,2",
                "--devices=10,100",
                "--items=100,1000",
                "--visits=3");

        assertThat(BenchRun.chart("growth")).contains("<svg", "2 threads", "last page, p99");
        assertThat(report.path("partitions").findValuesAsText("contestant"))
                .containsExactly(
                        "1 partition, 1 thread",
                        "1 partition, 2 threads",
                        "2 partitions, 1 thread",
                        "2 partitions, 2 threads");
        assertThat(report.path("devices").findValuesAsText("contestant")).containsExactly("10 devices", "100 devices");
        assertThat(report.path("partitions")).allSatisfy(GrowthBenchmarkIT::isPlausible);
        assertThat(report.path("devices")).allSatisfy(GrowthBenchmarkIT::isPlausible);
        assertThat(report.path("table").findValuesAsText("items")).containsExactly("100", "1000");
        assertThat(report.path("table")).allSatisfy(measured -> {
            isPlausibleTime(measured.path("first"));
            isPlausibleTime(measured.path("last"));
        });
    }

    private static void isPlausible(JsonNode measurement) {
        assertThat(measurement.path("startItems").asInt()
                        + measurement.path("items").asInt())
                .isEqualTo(5000);
        assertThat(measurement.path("itemsPerSecond").asDouble()).isPositive();
    }

    private static void isPlausibleTime(JsonNode millis) {
        assertThat(millis.path("count").asInt()).isEqualTo(3);
        assertThat(millis.path("p50").asDouble())
                .isPositive()
                .isLessThanOrEqualTo(millis.path("p99").asDouble());
    }
}
