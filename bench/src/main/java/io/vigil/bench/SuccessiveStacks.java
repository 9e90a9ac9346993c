package io.vigil.bench;

import io.vigil.stack.LocalStack;
import io.vigil.stack.StackConfig;
import java.util.function.Consumer;

/** The local stacks of a benchmark, one after the other. Once they are ended, no other one starts. */
final class SuccessiveStacks {

    private LocalStack last;
    private boolean ended;

    /**
     * The next one, which is not started yet. Whoever asks for it closes it.
     *
     * @throws BenchException when they are ended
     */
    synchronized LocalStack next(StackConfig config, Consumer<String> progress) {
        if (ended) {
            throw new BenchException("the benchmark is being stopped");
        }
        last = new LocalStack(config, progress);
        return last;
    }

    /** Stops the last one, and returns when it is gone. For a shutdown hook. */
    void end() {
        LocalStack running;
        synchronized (this) {
            ended = true;
            running = last;
        }
        if (running != null) {
            running.close();
        }
    }
}
