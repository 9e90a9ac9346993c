package io.vigil.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that runs until it is told to end. It ends with this JVM, too. */
public final class ChildProcess implements AutoCloseable, Course.Worker {

    private static final int PATIENCE_SECONDS = 30;

    private final String name;
    private final Path log;
    private final Process process;
    private final Thread end = new Thread(this::end, "bench-child-end");

    private ChildProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /**
     * Starts one whose log has all that it prints.
     *
     * @param logs the folder for {@code NAME.log}
     */
    public static ChildProcess start(String name, Path logs, List<String> command) {
        return start(name, logs, command, true);
    }

    /** Starts one whose log has what it prints as errors; the rest is {@link #process()}'s output. */
    static ChildProcess startToTalk(String name, Path logs, List<String> command) {
        return start(name, logs, command, false);
    }

    private static ChildProcess start(String name, Path logs, List<String> command, boolean logsAll) {
        try {
            Path log = Files.createDirectories(logs).resolve(name + ".log");
            Redirect toLog = Redirect.appendTo(log.toFile());
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectError(toLog).redirectOutput(logsAll ? toLog : Redirect.PIPE);
            // What is measured has the settings that stand in its command, and no other ones.
            builder.environment().keySet().removeIf(variable -> variable.startsWith("VIGIL_"));
            ChildProcess child = new ChildProcess(name, log, builder.start());
            Runtime.getRuntime().addShutdownHook(child.end);
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The program. */
    public Process process() {
        return process;
    }

    /** The program, as the system sees it. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public Duration cpu() {
        return CpuTime.of(handle());
    }

    @Override
    public void requireAlive() {
        if (!process.isAlive()) {
            throw failed("ended with exit code " + process.exitValue());
        }
    }

    /**
     * Waits for its end.
     *
     * @return its exit code
     * @throws BenchException when it takes longer
     */
    public int await(Duration atMost) throws InterruptedException {
        if (!process.waitFor(atMost.toSeconds(), TimeUnit.SECONDS)) {
            throw failed("takes more than " + atMost.toSeconds() + " s");
        }
        return process.exitValue();
    }

    /** With the name of its log. */
    public BenchException failed(String how) {
        return new BenchException("the " + name + ' ' + how + "; its log is " + log);
    }

    /** Tells it to end, and returns when it has. */
    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(end);
        } catch (IllegalStateException alreadyShuttingDown) {
            // Then the hook runs, and finds it ended.
        }
    }

    private void end() {
        process.destroy();
        awaitEnd(process, PATIENCE_SECONDS);
    }

    /** Returns when a process that was told to end has, by force if that takes too long. */
    static void awaitEnd(Process process, int patienceSeconds) {
        try {
            if (!process.waitFor(patienceSeconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
