package io.vigil.stack;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs that run one after the other, none of which goes on, or begins, once this is closed. */
final class Programs implements AutoCloseable {

    private static final long SECONDS_TO_END = 10;

    private Optional<Process> running = Optional.empty();
    private boolean closed;

    /**
     * Runs a program to its end.
     *
     * @return its exit code
     * @throws StackException if this is closed
     */
    int run(ProcessBuilder program) throws IOException, InterruptedException {
        return start(program).waitFor();
    }

    /**
     * Starts a program, the one before having ended.
     *
     * @throws StackException if this is closed
     */
    synchronized Process start(ProcessBuilder program) throws IOException {
        if (closed) {
            throw new StackException("ended before all was done");
        }
        Process started = program.start();
        running = Optional.of(started);
        return started;
    }

    /** Ends what runs, and what that has started. */
    @Override
    public synchronized void close() {
        closed = true;
        running.ifPresent(Programs::end);
    }

    private static void end(Process process) {
        Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList()
                .forEach(ProcessHandle::destroy);
        try {
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
