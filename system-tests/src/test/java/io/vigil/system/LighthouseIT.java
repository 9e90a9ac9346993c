package io.vigil.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What Lighthouse says of the page. Its score for performance is printed, and not asserted: it is made of times, which
 * say something only of the machine where they were taken.
 */
@ExtendWith(SharedStack.class)
class LighthouseIT {

    private static final Path SOURCES = Path.of("src", "test", "lighthouse");
    private static final Path FOLDER = Path.of("target", "lighthouse");
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int ATTEMPTS = 3;

    private final Pipeline pipeline;

    LighthouseIT(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    @Test
    void findsNothingToMendInAccessibilityAndBestPractices() throws Exception {
        Files.createDirectories(FOLDER);
        for (String file : List.of("package.json", "package-lock.json")) {
            Files.copy(SOURCES.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Command.run(List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"), FOLDER, Map.of(), PATIENCE);

        audit();

        JsonNode report =
                new ObjectMapper().readTree(FOLDER.resolve("report.json").toFile());
        System.out.println("lighthouse performance=" + score(report, "performance"));
        assertThat(failed(report)).isEmpty();
        assertThat(score(report, "accessibility")).isEqualTo(100);
        assertThat(score(report, "best-practices")).isEqualTo(100);
    }

    /** On a busy machine Chromium's trace may lack its beginning: there is no report, and Lighthouse says to run it again. */
    private void audit() throws Exception {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try (Command lighthouse = lighthouse()) {
                if (lighthouse.await(PATIENCE) == 0) {
                    return;
                }
                assertThat(lighthouse.output()).contains("Please run Lighthouse again");
            }
        }
        fail("Lighthouse has no report behind %d attempts", ATTEMPTS);
    }

    private Command lighthouse() throws Exception {
        return Command.start(
                List.of(
                        "node",
                        "node_modules/lighthouse/cli/index.js",
                        pipeline.endpoints().apiUrl() + "/",
                        "--preset=desktop",
                        "--only-categories=accessibility,best-practices,performance",
                        "--output=json",
                        "--output-path=report.json",
                        "--no-enable-error-reporting",
                        "--quiet",
                        "--chrome-flags=--headless=new --no-sandbox"),
                FOLDER,
                Map.of("CHROME_PATH", Chromium.executable().toString()));
    }

    private static long score(JsonNode report, String category) {
        return Math.round(report.at("/categories/" + category + "/score").asDouble() * 100);
    }

    /** The ids of what cost points in the two categories. */
    private static List<String> failed(JsonNode report) {
        return List.of("accessibility", "best-practices").stream()
                .flatMap(category -> StreamSupport.stream(
                        report.at("/categories/" + category + "/auditRefs").spliterator(), false))
                .filter(reference -> reference.get("weight").asDouble() > 0)
                .map(reference -> reference.get("id").asText())
                .filter(id -> report.at("/audits/" + id + "/score").asDouble(1) < 1)
                .toList();
    }
}
