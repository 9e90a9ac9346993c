package io.vigil.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Unpacks what is shipped, and starts it. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ArchiveIT {

    @TempDir
    private Path folder;

    private Path home;
    private int exitCode;

    @BeforeEach
    void unpack() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            Path archive = files.filter(
                            file -> file.getFileName().toString().matches("vigil-streams-classifier-.*\\.tar\\.gz"))
                    .findFirst()
                    .orElseThrow();
            run(List.of("tar", "-xzf", archive.toString(), "-C", folder.toString()), Map.of());
        }
        assertThat(exitCode).isZero();
        try (Stream<Path> top = Files.list(folder)) {
            home = top.toList().get(0);
        }
    }

    @Test
    void holdsAllThatItNeeds() throws IOException {
        assertThat(home.resolve("LICENSE")).isNotEmptyFile();
        assertThat(home.resolve("config/classifier.properties")).isNotEmptyFile();
        assertThat(home.resolve("bin/vigil-streams-classifier")).isExecutable();
        try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
            assertThat(jars.map(jar -> jar.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("streams-classifier-"))
                    .anyMatch(name -> name.startsWith("kafka-streams-"))
                    .noneMatch(name -> name.contains("junit") || name.contains("test"));
        }
    }

    @Test
    void startsFromAnywhereByAnyName() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("classify"), home.resolve("bin/vigil-streams-classifier"));

        String help = run(List.of(link.toString(), "--help"), Map.of());

        assertThat(exitCode).isZero();
        assertThat(help).contains("--config", "Exit codes:");
    }

    @Test
    void handsTheEnvironmentsOptionsToTheJvm() throws Exception {
        String settings = run(
                List.of(home.resolve("bin/vigil-streams-classifier").toString(), "--help"),
                Map.of("CLASSIFIER_HEAP_OPTS", "-Xmx77m", "JAVA_OPTS", "-XX:+PrintFlagsFinal -Dsome.thing=1"));

        assertThat(exitCode).isZero();
        assertThat(settings).containsPattern("MaxHeapSize += " + 78 * 1024 * 1024 + " ");
    }

    @Test
    void saysWhichSettingIsWrong() throws Exception {
        String output = run(
                List.of(
                        home.resolve("bin/vigil-streams-classifier").toString(),
                        "--config",
                        home.resolve("config/classifier.properties").toString()),
                Map.of("VIGIL_HTTP_PORT", "none"));

        assertThat(exitCode).isEqualTo(2);
        assertThat(output).contains("classify: Invalid value none for configuration http.port");
    }

    private String run(List<String> command, Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command)).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        exitCode = process.waitFor();
        return output;
    }
}
