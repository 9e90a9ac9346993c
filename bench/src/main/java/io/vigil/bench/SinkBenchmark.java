package io.vigil.bench;

import io.vigil.bench.Contestant.Attempt;
import io.vigil.bench.SinkSetup.EndpointKind;
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

/** Measures the sink and those beside it. */
final class SinkBenchmark {

    private static final Duration STALLED_AFTER = Duration.ofSeconds(60);
    private static final Duration CHECK_EVERY = Duration.ofSeconds(5);
    private static final long COUNT_EVERY_MILLIS = 100;
    private static final int WARM_UP_RECORDS = 20_000;

    private final SinkSetup setup;
    private final Path state;
    private final Consumer<String> progress;

    /**
     * A benchmark; nothing is started yet.
     *
     * @param state the folder for data and logs; what is in it is deleted
     * @param progress is told each step, one line of text each
     */
    SinkBenchmark(SinkSetup setup, Path state, Consumer<String> progress) {
        this.setup = setup;
        this.state = state;
        this.progress = progress;
    }

    /**
     * Starts what it needs, measures, and stops all.
     *
     * @throws BenchException when a contestant does not write all records
     */
    SinkReport run() throws IOException, InterruptedException {
        Instant began = Instant.now();
        try (LocalStack stack = new LocalStack(config(), progress)) {
            // A signal ends the JVM through this; the other processes end with their standard input.
            Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "bench-stop"));
            stack.wipe().start();
            progress.accept("loading " + setup.records() + " records into the topic " + LoadedTopic.NAME);
            LoadedTopic.load(stack.endpoints().bootstrapServers(), setup.records());
            List<Measurement> measurements = measureAll(stack);
            List<KeyOrder> order = new OrderPass(stack, setup, state, progress).take();
            return new SinkReport(began, Machine.here(), setup, measurements, order);
        }
    }

    private StackConfig config() throws IOException {
        StackConfig config = StackConfig.everything(state).onFreePorts().withPlugins(plugins());
        return setup.endpoint() == EndpointKind.LOCAL
                ? config.withParts(Part.BROKER, Part.CONNECT, Part.DYNAMODB)
                : config.withParts(Part.BROKER, Part.CONNECT);
    }

    /** A plugin path is one folder, with a folder for each plugin. */
    private Path plugins() throws IOException {
        VigilHome home = VigilHome.locate();
        Path folder = Files.createDirectories(state.resolve("plugins"));
        for (String plugin : List.of(
                "dynamo-sink/target/plugin/vigil-dynamo-sink", "bench/reference-sink/target/plugin/reference-sink")) {
            Path built = home.built(home.root().resolve(plugin));
            Path link = folder.resolve(built.getFileName());
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, built);
        }
        return folder;
    }

    private List<Measurement> measureAll(LocalStack stack) throws IOException, InterruptedException {
        try (Endpoint endpoint = endpoint(stack)) {
            progress.accept("warming the endpoint up");
            measure(
                    contestants(stack, endpoint, Math.min(setup.records(), WARM_UP_RECORDS))
                            .bareLoop(),
                    0,
                    endpoint);
            return Turns.take(
                    contestants(stack, endpoint, setup.records()).all().stream()
                            .filter(contestant -> setup.includes(contestant.name()))
                            .toList(),
                    setup.runs(),
                    (contestant, run) -> measure(contestant, run, endpoint),
                    progress);
        }
    }

    private Endpoint endpoint(LocalStack stack) throws InterruptedException {
        return setup.endpoint() == EndpointKind.LOCAL
                ? new LocalDynamoDb(stack.endpoints().dynamoDbEndpoint())
                : StandIn.start(state.resolve("logs"), setup);
    }

    private SinkContestants contestants(LocalStack stack, Endpoint endpoint, int records) {
        return new SinkContestants(stack, state, endpoint.url(), LoadedTopic.NAME, records);
    }

    /**
     * One turn of a contestant.
     *
     * @throws BenchException when it does not write all records
     */
    static Measurement measure(Contestant contestant, int run, Endpoint endpoint) throws InterruptedException {
        endpoint.reset();
        try (Attempt attempt = contestant.prepare(run)) {
            double load = Machine.load();
            Duration before = CpuTime.of(attempt.process());
            attempt.go();
            Counts counts = awaitAll(attempt, contestant.name(), contestant.records(), endpoint);
            return Measurement.of(contestant.name(), run, counts, before, CpuTime.of(attempt.process()), load);
        }
    }

    private static Counts awaitAll(Attempt attempt, String name, int records, Endpoint endpoint)
            throws InterruptedException {
        Growth written = new Growth(name, records, STALLED_AFTER);
        long checkedAt = System.nanoTime();
        while (true) {
            Counts counts = endpoint.counts();
            long now = System.nanoTime();
            if (counts.items() >= records) {
                return counts;
            }
            if (!written.grew(counts.items(), now) && written.stalled(now)) {
                throw written.lost(counts.items());
            }
            // Seldom, as it costs the process that is measured.
            if (now - checkedAt > CHECK_EVERY.toNanos()) {
                attempt.check();
                checkedAt = now;
            }
            Thread.sleep(COUNT_EVERY_MILLIS);
        }
    }
}
