package io.vigil.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A part's process from its launch by this JVM to its end. */
final class PartProcess {

    private static final int LOG_LINES_SHOWN = 15;
    private static final long PROBE_EVERY_MILLIS = 150;

    private final Part part;
    private final Recipe recipe;
    private final StateFolder state;
    private final Process process;
    private final ProcessIdentity identity;
    private volatile boolean meantToEnd;

    private PartProcess(Part part, Recipe recipe, StateFolder state, Process process, ProcessIdentity identity) {
        this.part = part;
        this.recipe = recipe;
        this.state = state;
        this.process = process;
        this.identity = identity;
    }

    /** Starts the process, with its output appended to the part's log. Does not wait until it is healthy. */
    static PartProcess launch(Part part, Recipe recipe, StateFolder state) throws IOException {
        state.setLargeLogAside(part);
        List<String> command = new ArrayList<>(List.of(
                "bash",
                "-c",
                Resources.text("launch-part.sh"),
                "vigil-" + part.id(),
                state.pidFile(part).toString()));
        command.addAll(recipe.command());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(state.root().toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(state.log(part).toFile()));
        builder.environment().putAll(recipe.environment());
        Process process = builder.start();
        ProcessIdentity identity = ProcessIdentity.of(process.pid())
                .orElseThrow(() -> new StackException(part.id() + " ended at once; its log is " + state.log(part)));
        return new PartProcess(part, recipe, state, process, identity);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return identity.isAlive();
    }

    /**
     * Returns when the part's own probe says that it works.
     *
     * @throws StackException when the process ends, or is not healthy in time; with the end of its log
     */
    void awaitHealthy() throws InterruptedException {
        long deadline = System.nanoTime() + recipe.healthyWithin().toNanos();
        while (!recipe.probe().healthy()) {
            if (!process.isAlive()) {
                throw failed(meantToEnd ? "was ended while it started" : "ended with exit code " + process.exitValue());
            }
            if (System.nanoTime() - deadline > 0) {
                throw failed("was not healthy within " + recipe.healthyWithin().toSeconds() + " s");
            }
            Thread.sleep(PROBE_EVERY_MILLIS);
        }
        if (!process.isAlive()) {
            throw failed("ended, and something else answers on its port");
        }
    }

    /** Asks it to stop, without waiting for it. */
    void askToStop() {
        meantToEnd = true;
        identity.askToEnd();
    }

    /** Asks it to stop, and forces it when that takes too long. Returns whether no force was needed. */
    boolean stop() throws IOException {
        meantToEnd = true;
        boolean willingly = identity.end(recipe.stopsWithin());
        reaped();
        return willingly;
    }

    /** SIGKILL, as a crash would look like. */
    void kill() throws IOException {
        meantToEnd = true;
        identity.kill();
        reaped();
    }

    void pause() {
        identity.signal("STOP");
    }

    void resume() {
        identity.signal("CONT");
    }

    /** Runs the action with the exit code, if the process ends and nobody here has ended it. */
    void whenItFails(java.util.function.IntConsumer action) {
        CompletableFuture<Process> unused = process.onExit().whenComplete((ended, never) -> {
            if (!meantToEnd) {
                action.accept(ended.exitValue());
            }
        });
    }

    private void reaped() throws IOException {
        try {
            process.waitFor(Duration.ofSeconds(5).toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(state.pidFile(part));
    }

    private StackException failed(String how) {
        return new StackException(part.id() + " " + how + ". The end of its log, " + state.log(part) + ":\n"
                + state.lastLinesOfLog(part, LOG_LINES_SHOWN).indent(4).stripTrailing());
    }
}
