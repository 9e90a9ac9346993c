package io.vigil.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    private Path program;
    private int exitCode;

    @BeforeEach
    void unpack() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            Path archive = files.filter(
                            file -> file.getFileName().toString().matches("vigil-cluster-ops-.*\\.tar\\.gz"))
                    .findFirst()
                    .orElseThrow();
            run("tar", "-xzf", archive.toString(), "-C", folder.toString());
        }
        assertThat(exitCode).isZero();
        try (Stream<Path> top = Files.list(folder)) {
            program = top.toList().get(0).resolve("bin/vigil-cluster");
        }
    }

    @Test
    void startsByAnyNameAndExplainsEachCommand() throws Exception {
        String link =
                Files.createSymbolicLink(folder.resolve("cluster"), program).toString();

        assertThat(run(link, "--help")).contains("gate", "joined", "health", "order", "resources", "Exit codes:");
        assertThat(exitCode).isZero();
        assertThat(run(link, "gate", "--help")).contains("--node", "--accept-downtime", "--request-timeout");
        assertThat(exitCode).isZero();
    }

    @Test
    void handsOnTheExitCodeOfANoAndOfWrongUsage() throws Exception {
        String unreached =
                run(program.toString(), "health", "--bootstrap-server", "127.0.0.1:1", "--request-timeout", "PT0.5S");

        assertThat(exitCode).isEqualTo(1);
        assertThat(unreached).startsWith("the cluster cannot be asked: ").hasLineCount(1);
        run(program.toString(), "health");
        assertThat(exitCode).isEqualTo(2);
    }

    private String run(String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(List.of(command)).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // With it, java says something of its own.
        builder.environment().remove("JDK_JAVA_OPTIONS");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        exitCode = process.waitFor();
        return output;
    }
}
