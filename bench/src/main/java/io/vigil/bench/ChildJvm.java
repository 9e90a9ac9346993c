package io.vigil.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A main class in a JVM of its own. It has to end when its standard input does. */
final class ChildJvm implements AutoCloseable {

    static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private static final int PATIENCE_SECONDS = 30;

    private final ChildProcess child;
    private final BufferedReader output;

    private ChildJvm(ChildProcess child) {
        this.child = child;
        this.output = child.process().inputReader(StandardCharsets.UTF_8);
    }

    /** Starts one on this JVM's class path. */
    static ChildJvm start(String name, Path logs, List<String> jvmOptions, Class<?> main, Object... arguments) {
        return start(name, logs, command(jvmOptions, main, arguments));
    }

    static ChildJvm start(String name, Path logs, List<String> command) {
        return new ChildJvm(ChildProcess.startToTalk(name, logs, command));
    }

    /** What starts a main class on this JVM's class path. */
    static List<String> command(List<String> jvmOptions, Class<?> main, Object... arguments) {
        List<String> command = new ArrayList<>();
        command.add(JAVA);
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return command;
    }

    /** The next line that it prints. */
    String line() throws InterruptedException {
        try {
            String line = CompletableFuture.supplyAsync(this::read).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (line == null) {
                throw child.failed("ended");
            }
            return line;
        } catch (ExecutionException | TimeoutException e) {
            throw child.failed("does not answer");
        }
    }

    /** Sends it an empty line. */
    void go() {
        try {
            child.process().getOutputStream().write('\n');
            child.process().getOutputStream().flush();
        } catch (IOException e) {
            throw child.failed("ended");
        }
    }

    ProcessHandle handle() {
        return child.handle();
    }

    void requireAlive() {
        child.requireAlive();
    }

    @Override
    public void close() {
        child.close();
    }

    private String read() {
        try {
            return output.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
