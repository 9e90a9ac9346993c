package io.vigil.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end. Bash's {@code time} tells what it took, to the last of it: the process is gone then. */
final class TimedCommand {

    private static final String SCRIPT = "TIMEFORMAT='%R %U %S'; { time \"$@\" 2>&3; } 3>&2 2>\"$0\"";

    private static final int PATIENCE_SECONDS = 10;

    private final Path logs;
    private final Duration atMost;

    /**
     * Runs programs.
     *
     * @param logs the folder for what they say
     * @param atMost that one may take
     */
    TimedCommand(Path logs, Duration atMost) {
        this.logs = logs;
        this.atMost = atMost;
    }

    /**
     * Runs one.
     *
     * @throws BenchException when it takes too long, or does not end with exit code 0
     */
    Usage run(String name, List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        Files.createDirectories(logs);
        Path times = logs.resolve(name + ".times");
        Path output = logs.resolve(name + ".out");
        Path log = logs.resolve(name + ".log");
        List<String> timed = new ArrayList<>(List.of("bash", "-c", SCRIPT, times.toString()));
        timed.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(timed)
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("LC_ALL", "C");
        builder.environment().putAll(environment);
        Process process = builder.start();
        Thread end = new Thread(() -> end(process), "bench-command-end");
        Runtime.getRuntime().addShutdownHook(end);
        try {
            if (!process.waitFor(atMost.toSeconds(), TimeUnit.SECONDS)) {
                throw new BenchException(name + " takes more than " + atMost.toSeconds() + " s; its log is " + log);
            }
        } finally {
            end(process);
            Runtime.getRuntime().removeShutdownHook(end);
        }
        if (process.exitValue() != 0) {
            throw new BenchException(name + " ended with exit code " + process.exitValue() + "; its log is " + log);
        }
        return Usage.of(Files.readString(times), Files.readString(output));
    }

    /** Bash ends when its child has, and leaves nothing of it behind. */
    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        ChildProcess.awaitEnd(process, PATIENCE_SECONDS);
    }

    /**
     * What a process took from its start to its end.
     *
     * @param seconds by the clock
     * @param cpuSeconds of all its threads, in itself and in the kernel
     * @param output what it printed
     */
    record Usage(double seconds, double cpuSeconds, String output) {

        static Usage of(String times, String output) {
            String[] numbers = times.strip().split(" ");
            return new Usage(
                    Double.parseDouble(numbers[0]),
                    Double.parseDouble(numbers[1]) + Double.parseDouble(numbers[2]),
                    output);
        }
    }
}
