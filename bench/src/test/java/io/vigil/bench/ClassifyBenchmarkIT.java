package io.vigil.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The whole benchmark, with few records: that it measures, and that nobody loses one, not how fast they are. */
class ClassifyBenchmarkIT {

    private static final Path FOLDER = Path.of("target", "classify-it").toAbsolutePath();
    private static final List<String> CONTESTANTS = List.of(
            "vigil, exactly once, 1 thread",
            "vigil, at least once, 1 thread",
            "passthrough, exactly once, 1 thread",
            "copy loop, exactly once",
            "copy loop, at least once",
            "flink, exactly once",
            "flink, at least once",
            "spark, at least once");

    @Test
    void measuresEachContestantAndWritesItDown() throws Exception {
        StringWriter out = new StringWriter();
        Path results = FOLDER.resolve("results");

        int exitCode = BenchMain.commandLine()
                .setOut(new PrintWriter(out))
                .execute(
                        "classify",
                        "--records=4000",
                        "--warm-up=1000",
                        "--runs=1",
                        "--threads=1",
                        "--state=" + FOLDER.resolve("state"),
                        "--output=" + results);

        assertThat(exitCode).isZero();
        assertThat(out.toString()).isEqualTo(Files.readString(results.resolve("classify.md")));
        assertThat(Files.readString(results.resolve("classify.svg")))
                .contains("<svg")
                .contains(CONTESTANTS);
        JsonNode report =
                new ObjectMapper().readTree(results.resolve("classify.json").toFile());
        assertThat(report.at("/machine/cores").asInt()).isPositive();
        // One row in a hundred.
        assertThat(report.at("/input/alarms").asInt()).isEqualTo(50);
        assertThat(report.at("/input/events").asInt()).isEqualTo(4950);
        assertThat(report.path("measurements").findValuesAsText("contestant")).isEqualTo(CONTESTANTS);
        assertThat(report.path("measurements")).allSatisfy(ClassifyBenchmarkIT::isPlausible);
        assertThat(report.path("standings")).hasSize(CONTESTANTS.size());
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
