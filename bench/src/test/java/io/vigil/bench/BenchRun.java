package io.vigil.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A whole benchmark as its command runs it, once for each contestant. */
final class BenchRun {

    private BenchRun() {}

    /**
     * Runs it, and makes sure that it wrote down whom it measured.
     *
     * @param name of the command and of its files
     * @param contestants in the order of their turns
     * @return its JSON
     */
    static JsonNode report(String name, List<String> contestants, String... options) throws IOException {
        Path folder = Path.of("target", name + "-it").toAbsolutePath();
        Path results = folder.resolve("results");
        StringWriter out = new StringWriter();

        int exitCode = BenchMain.commandLine()
                .setOut(new PrintWriter(out))
                .execute(Stream.concat(
                                Stream.of(
                                        name, "--runs=1", "--state=" + folder.resolve("state"), "--output=" + results),
                                Stream.of(options))
                        .toArray(String[]::new));

        assertThat(exitCode).isZero();
        assertThat(out.toString()).isEqualTo(Files.readString(results.resolve(name + ".md")));
        assertThat(Files.readString(results.resolve(name + ".svg")))
                .contains("<svg")
                .contains(contestants);
        JsonNode report =
                new ObjectMapper().readTree(results.resolve(name + ".json").toFile());
        assertThat(report.at("/machine/cores").asInt()).isPositive();
        assertThat(report.path("measurements").findValuesAsText("contestant")).isEqualTo(contestants);
        assertThat(report.path("standings")).hasSize(contestants.size());
        return report;
    }
}
