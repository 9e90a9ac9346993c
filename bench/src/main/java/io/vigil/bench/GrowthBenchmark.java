package io.vigil.bench;

import io.vigil.stack.LocalStack;
import io.vigil.stack.Part;
import io.vigil.stack.StackConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Measures how cost grows with what there is. Each part has a stack made anew. */
final class GrowthBenchmark {

    private final GrowthSetup setup;
    private final Path state;
    private final Consumer<String> progress;
    private final SuccessiveStacks stacks = new SuccessiveStacks();

    /**
     * A benchmark; nothing is started yet.
     *
     * @param state the folder for data and logs; what is in it is deleted
     * @param progress is told each step, one line of text each
     */
    GrowthBenchmark(GrowthSetup setup, Path state, Consumer<String> progress) {
        this.setup = setup;
        this.state = state;
        this.progress = progress;
    }

    /**
     * Starts what it needs, measures, and stops all.
     *
     * @throws BenchException when records or items are lost, or the disk is too small
     */
    GrowthReport run() throws IOException, InterruptedException {
        Instant began = Instant.now();
        // A signal ends the JVM through this; the classifier and the API have hooks of their own.
        Runtime.getRuntime().addShutdownHook(new Thread(stacks::end, "bench-stop"));
        return new GrowthReport(
                began,
                Machine.here(),
                setup,
                part(GrowthSetup.PARTITIONS, stack -> classifier(stack).withPartitions(), Part.BROKER, Part.REGISTRY),
                part(GrowthSetup.DEVICES, stack -> classifier(stack).withDevices(), Part.BROKER, Part.REGISTRY),
                part(
                        GrowthSetup.TABLE,
                        stack -> new PageGrowth(setup, stack, state, progress).measure(),
                        Part.BROKER,
                        Part.REGISTRY,
                        Part.DYNAMODB));
    }

    private ClassifierGrowth classifier(LocalStack stack) {
        return new ClassifierGrowth(setup, stack, state, progress);
    }

    private <M> List<M> part(String name, Growing<M> growing, Part... parts) throws IOException, InterruptedException {
        if (!setup.includes(name)) {
            return List.of();
        }
        progress.accept("growth of " + name);
        StackConfig config = StackConfig.everything(state).onFreePorts().withParts(parts);
        try (LocalStack stack = stacks.next(config, progress)) {
            stack.wipe().start();
            return growing.measure(stack);
        }
    }

    /** What is measured on a stack. */
    @FunctionalInterface
    private interface Growing<M> {

        List<M> measure(LocalStack stack) throws IOException, InterruptedException;
    }
}
