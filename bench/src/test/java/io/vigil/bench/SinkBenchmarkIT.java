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

/** The whole benchmark, with few records: that it measures, not what. */
class SinkBenchmarkIT {

    private static final Path FOLDER = Path.of("target", "sink-it").toAbsolutePath();

    @Test
    void measuresEachContestantAndWritesItDown() throws Exception {
        StringWriter out = new StringWriter();
        Path results = FOLDER.resolve("results");

        int exitCode = BenchMain.commandLine()
                .setOut(new PrintWriter(out))
                .execute(
                        "sink",
                        "--records=2000",
                        "--runs=1",
                        "--latency-ms=20",
                        "--unprocessed=0.1",
                        "--state=" + FOLDER.resolve("state"),
                        "--output=" + results);

        assertThat(exitCode).isZero();
        assertThat(out.toString()).isEqualTo(Files.readString(results.resolve("sink.md")));
        assertThat(Files.readString(results.resolve("sink.svg"))).contains("<svg", "vigil", "reference", "bare loop");
        JsonNode report =
                new ObjectMapper().readTree(results.resolve("sink.json").toFile());
        assertThat(report.at("/machine/cores").asInt()).isPositive();
        assertThat(report.path("measurements").findValuesAsText("contestant"))
                .isEqualTo(List.of("vigil", "reference", "bare loop"));
        assertThat(report.path("measurements")).allSatisfy(SinkBenchmarkIT::isPlausible);
        assertThat(report.path("standings")).hasSize(3);
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
