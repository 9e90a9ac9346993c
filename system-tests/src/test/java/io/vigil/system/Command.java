package io.vigil.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that runs beside the test, with all that it says in a file. */
final class Command implements AutoCloseable {

    static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final List<String> command;
    private final Process process;
    private final Path output;

    private Command(List<String> command, Process process, Path output) {
        this.command = command;
        this.process = process;
        this.output = output;
    }

    static Command start(List<String> command, Path folder) throws IOException {
        return start(command, folder, Map.of());
    }

    static Command start(List<String> command, Path folder, Map<String, String> environment) throws IOException {
        Path output = Files.createTempFile(Files.createDirectories(Path.of("target", "commands")), "command", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toAbsolutePath().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return new Command(command, builder.start(), output);
    }

    /** Runs a command to its end, which has to be a good one, and answers what it said. */
    static String run(List<String> command, Path folder, Map<String, String> environment, Duration atMost)
            throws Exception {
        try (Command running = start(command, folder, environment)) {
            assertThat(running.await(atMost)).as(running.output()).isZero();
            return running.output();
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for its end, and answers its exit code. */
    int await(Duration atMost) throws Exception {
        if (!process.waitFor(atMost.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " did not end in " + atMost + ": " + output());
        }
        return process.exitValue();
    }

    /** Ends it as a crash of the machine would. */
    void kill() {
        process.destroyForcibly();
    }

    String output() throws IOException {
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    String lastLine() throws IOException {
        return output().lines().reduce("", (before, line) -> line);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
