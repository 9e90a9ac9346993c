package io.vigil.bench;

import io.vigil.schemas.Topics;
import io.vigil.stack.LocalStack;
import io.vigil.stack.Part;
import io.vigil.stack.StackConfig;
import io.vigil.stack.VigilHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Measures the classifier and those beside it. */
final class ClassifyBenchmark {

    private static final Duration STALLED_AFTER = Duration.ofSeconds(60);

    /** What a run writes to, but for what a contestant makes for itself. */
    private static final List<String> WRITTEN = Stream.concat(
                    OutputTopics.NAMES.stream(), Stream.of(Topics.DEVICE_STATUS))
            .toList();

    /** The input, and of some runs what they wrote and the broker has not deleted yet. */
    private static final long DISK_BYTES_PER_RECORD = 2_000;

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
            DiskSpace.require(setup.input() * DISK_BYTES_PER_RECORD, setup.input() + " records", state);
            stack.start();
            try (RunTopics topics = new RunTopics(stack.endpoints().bootstrapServers())) {
                return measureAll(began, stack, topics);
            }
        }
    }

    private ClassifyReport measureAll(Instant began, LocalStack stack, RunTopics topics)
            throws IOException, InterruptedException {
        progress.accept("loading " + setup.input() + " records into the topic " + Topics.DEVICE_EVENTS);
        Routed input = ClassifyInput.load(stack.endpoints(), setup.input());
        ClassifyServices services = new ClassifyServices(VigilHome.locate(), stack.endpoints());
        progress.accept("warming the broker up");
        measure(services.copyLoop(true), 0, input, stack, topics);
        List<ClassifyMeasurement> measurements = Turns.take(
                services.all(setup.threads()).stream()
                        .filter(service -> setup.includes(service.name()))
                        .toList(),
                setup.runs(),
                (service, run) -> measure(service, run, input, stack, topics),
                progress);
        return new ClassifyReport(
                began, Machine.here(), setup, SampleRows.meanValueBytes(setup.input()), input, measurements);
    }

    private ClassifyMeasurement measure(Service service, int run, Routed input, LocalStack stack, RunTopics topics)
            throws IOException, InterruptedException {
        topics.empty(WRITTEN);
        OutputTopics outputs = new OutputTopics(stack.endpoints().bootstrapServers(), topics);
        String id = service.id(run);
        List<String> command =
                service.launch().command(id, Files.createDirectories(state.resolve("data/contestants/" + id)));
        double load = Machine.load();
        Duration brokerBefore = brokerCpu(stack);
        long startNanos = System.nanoTime();
        try (ChildProcess process = ChildProcess.start(id, state.resolve("logs"), command)) {
            Course course = Course.follow(
                    service, process, startNanos, service.expected(input), setup.warmUp(), outputs, STALLED_AFTER);
            double brokerCpuSeconds = brokerCpu(stack).minus(brokerBefore).toNanos() / 1e9;
            return ClassifyMeasurement.of(service, run, input.total(), course, brokerCpuSeconds, load);
        } finally {
            // Only a Kafka Streams application has topics of its own.
            topics.deleteStartingWith(id);
        }
    }

    private static Duration brokerCpu(LocalStack stack) {
        return CpuTime.of(stack.process(Part.BROKER));
    }
}
