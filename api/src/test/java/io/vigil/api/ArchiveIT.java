package io.vigil.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
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
            Path archive = files.filter(file -> file.getFileName().toString().matches("vigil-api-.*\\.tar\\.gz"))
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
        assertThat(home.resolve("config/api.properties")).isNotEmptyFile();
        assertThat(home.resolve("bin/vigil-api")).isExecutable();
        try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
            assertThat(jars.map(jar -> jar.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("api-"))
                    .anyMatch(name -> name.startsWith("spring-boot-"))
                    .anyMatch(name -> name.startsWith("ol-"))
                    .noneMatch(name -> name.contains("junit") || name.contains("test"));
        }
    }

    @Test
    void servesThePageFromAnywhereByAnyName() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("page"), home.resolve("bin/vigil-api"));
        ProcessBuilder builder = new ProcessBuilder(link.toString(), "--port", "0").redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("API_HEAP_OPTS", "-Xmx256m");
        Process process = builder.start();

        try (BufferedReader output = process.inputReader()) {
            String ready = output.lines()
                    .filter(line -> line.contains("http://127.0.0.1:"))
                    .findFirst()
                    .orElseThrow();
            Http http = new Http(ready.replaceAll(".*(http://127\\.0\\.0\\.1:\\d+).*", "$1"));

            assertThat(http.get("/").body()).contains("js/main.js");
            assertThat(http.get("/webjars/ol/ol.css").statusCode()).isEqualTo(200);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void saysWhichSettingIsWrong() throws Exception {
        String output = run(
                List.of(
                        home.resolve("bin/vigil-api").toString(),
                        "--config",
                        home.resolve("config/api.properties").toString()),
                Map.of("VIGIL_SECURITY_BURST", "-1"));

        assertThat(exitCode).isEqualTo(2);
        assertThat(output).contains("api: vigil.security.burst is -1, must be more than zero");
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
