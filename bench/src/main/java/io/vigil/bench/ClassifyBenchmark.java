package io.vigil.bench;

import io.vigil.schemas.Topics;
import io.vigil.stack.LocalStack;
import io.vigil.stack.Part;
import io.vigil.stack.StackConfig;
import io.vigil.stack.VigilHome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Measures the classifier and those beside it. */
final class ClassifyBenchmark {

    private final ClassifySetup setup;
    private final Path state;
    private final Consumer<String> progress;

    /**
     * A benchmark; nothing is started yet.
     *
     * @param state the folder for data and logs; what is in it is deleted
     * @param progress is told each step, one line of text each
     */
    ClassifyBenchmark(ClassifySetup setup, Path state, Consumer<String> progress) {
        this.setup = setup;
        this.state = state;
        this.progress = progress;
    }

    /**
     * Starts what it needs, measures, and stops all.
     *
     * @throws BenchException when a contestant loses records, or the disk is too small
     */
    ClassifyReport run() throws IOException, InterruptedException {
        Instant began = Instant.now();
        StackConfig config = StackConfig.everything(state).onFreePorts().withParts(Part.BROKER, Part.REGISTRY);
        try (LocalStack stack = new LocalStack(config, progress)) {
            // A signal ends the JVM through this; contestants have hooks of their own.
            Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "bench-stop"));
            stack.wipe();
            DiskSpace.require(setup.input() * ClassifyRuns.DISK_BYTES_PER_RECORD, setup.input() + " records", state);
            stack.start();
            try (RunTopics topics = new RunTopics(stack.endpoints().bootstrapServers())) {
                return measureAll(began, stack, topics);
            }
        }
    }

    private ClassifyReport measureAll(Instant began, LocalStack stack, RunTopics topics)
            throws IOException, InterruptedException {
        progress.accept("loading " + setup.input() + " records into the topic " + Topics.DEVICE_EVENTS);
        Routed input = ClassifyInput.load(stack.endpoints(), setup.input(), SampleRecords.DEVICES);
        ClassifyServices services = new ClassifyServices(VigilHome.locate(), stack.endpoints());
        ClassifyRuns runs = new ClassifyRuns(stack, topics, state);
        progress.accept("warming the broker up");
        runs.measure(services.copyLoop(true), 0, input, setup.warmUp());
        List<ClassifyMeasurement> measurements = Turns.take(
                services.all(setup.threads()).stream()
                        .filter(service -> setup.includes(service.name()))
                        .toList(),
                setup.runs(),
                (service, run) -> runs.measure(service, run, input, setup.warmUp()),
                progress);
        return new ClassifyReport(
                began, Machine.here(), setup, SampleRows.meanValueBytes(setup.input()), input, measurements);
    }
}
