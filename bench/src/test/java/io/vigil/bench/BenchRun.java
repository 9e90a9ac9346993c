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

/** A whole benchmark as its command runs it. */
public final class BenchRun {

    private BenchRun() {}

    /**
     * Runs it with few records, and makes sure that it wrote down what it printed.
     *
     * @param name of the command and of its files
     * @return its JSON
     */
    public static JsonNode report(String name, String... options) throws IOException {
        Path results = folder(name).resolve("results");
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();

        int exitCode = BenchMain.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(Stream.concat(
                                Stream.of(name, "--state=" + folder(name).resolve("state"), "--output=" + results),
                                Stream.of(options))
                        .toArray(String[]::new));

        assertThat(exitCode).as("%s", err).isZero();
        assertThat(out.toString()).isEqualTo(Files.readString(results.resolve(name + ".md")));
        return new ObjectMapper().readTree(results.resolve(name + ".json").toFile());
    }

    /** The chart that the last run left. */
    static String chart(String name) throws IOException {
        return Files.readString(folder(name).resolve("results").resolve(name + ".svg"));
    }

    /** Runs one of several contestants once, and makes sure that it wrote down whom it measured, in the order of their turns. */
    static JsonNode report(String name, List<String> contestants, String... options) throws IOException {
        JsonNode report = report(
                name, Stream.concat(Stream.of("--runs=1"), Stream.of(options)).toArray(String[]::new));
        assertThat(chart(name)).contains("<svg").contains(contestants);
        assertThat(report.at("/machine/cores").asInt()).isPositive();
        assertThat(report.path("measurements").findValuesAsText("contestant")).isEqualTo(contestants);
        assertThat(report.path("standings")).hasSize(contestants.size());
        return report;
    }

    private static Path folder(String name) {
        return Path.of("target", name + "-it").toAbsolutePath();
    }
}
