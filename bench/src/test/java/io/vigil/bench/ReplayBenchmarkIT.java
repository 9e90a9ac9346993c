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

/** The whole benchmark, with few rows: that it measures, not what. */
class ReplayBenchmarkIT {

    private static final Path FOLDER = Path.of("target", "replay-it").toAbsolutePath();
    private static final List<String> CONTESTANTS = List.of("replay", "parse only", "spark csv", "perf test");

    @Test
    void measuresEachContestantAndWritesItDown() throws Exception {
        StringWriter out = new StringWriter();
        Path results = FOLDER.resolve("results");

        int exitCode = BenchMain.commandLine()
                .setOut(new PrintWriter(out))
                .execute(
                        "replay",
                        "--rows=5000",
                        "--runs=1",
                        "--state=" + FOLDER.resolve("state"),
                        "--output=" + results);

        assertThat(exitCode).isZero();
        assertThat(out.toString()).isEqualTo(Files.readString(results.resolve("replay.md")));
        assertThat(Files.readString(results.resolve("replay.svg")))
                .contains("<svg")
                .contains(CONTESTANTS);
        JsonNode report =
                new ObjectMapper().readTree(results.resolve("replay.json").toFile());
        // S3 has all of the file.
        assertThat(report.path("fileBytes").asInt()).isEqualTo(SampleRowsTest.bytes(5000).length);
        assertThat(report.path("measurements").findValuesAsText("contestant")).isEqualTo(CONTESTANTS);
        assertThat(report.path("measurements")).allSatisfy(ReplayBenchmarkIT::isPlausible);
        assertThat(report.path("standings")).hasSize(4);
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
