package io.vigil.bench;

import io.vigil.bench.Contestant.Attempt;
import io.vigil.bench.SinkSetup.EndpointKind;
import io.vigil.stack.LocalStack;
import io.vigil.stack.Part;
import io.vigil.stack.StackConfig;
import io.vigil.stack.VigilHome;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/** Lets the contestants take turns: each once in every run, in another order each time. */
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
            try (Endpoint endpoint = endpoint(stack)) {
                return new SinkReport(began, Machine.here(), setup, measureAll(stack, endpoint));
            }
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

    private Endpoint endpoint(LocalStack stack) throws InterruptedException {
        return setup.endpoint() == EndpointKind.LOCAL
                ? new LocalDynamoDb(stack.endpoints().dynamoDbEndpoint())
                : StandIn.start(logs(), setup);
    }

    private List<Measurement> measureAll(LocalStack stack, Endpoint endpoint) throws InterruptedException {
        int warmUp = Math.min(setup.records(), WARM_UP_RECORDS);
        progress.accept("warming the endpoint up");
        measure(new BareLoop(endpoint.url(), warmUp, logs()), 0, warmUp, endpoint);
        List<Contestant> contestants = new ArrayList<>(List.of(
                SinkConnector.vigil(stack, endpoint.url()),
                SinkConnector.reference(stack, endpoint.url()),
                new BareLoop(endpoint.url(), setup.records(), logs())));
        List<Measurement> measurements = new ArrayList<>();
        for (int run = 1; run <= setup.runs(); run++) {
            for (Contestant contestant : contestants) {
                Measurement measurement = measure(contestant, run, setup.records(), endpoint);
                measurements.add(measurement);
                progress.accept("run %d: %-9s %6.0f items/s, %5.1f CPU-s per million"
                        .formatted(
                                run,
                                contestant.name(),
                                measurement.itemsPerSecond(),
                                measurement.cpuSecondsPerMillion()));
            }
            Collections.rotate(contestants, 1);
        }
        return measurements;
    }

    private static Measurement measure(Contestant contestant, int run, int records, Endpoint endpoint)
            throws InterruptedException {
        endpoint.reset();
        try (Attempt attempt = contestant.prepare(run)) {
            double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
            Duration before = cpu(attempt);
            attempt.go();
            Counts counts = awaitAll(attempt, contestant.name(), records, endpoint);
            return Measurement.of(contestant.name(), run, counts, before, cpu(attempt), load);
        }
    }

    private static Counts awaitAll(Attempt attempt, String name, int records, Endpoint endpoint)
            throws InterruptedException {
        long seen = 0;
        long seenAt = System.nanoTime();
        long checkedAt = seenAt;
        while (true) {
            Counts counts = endpoint.counts();
            long now = System.nanoTime();
            if (counts.items() >= records) {
                return counts;
            }
            if (counts.items() > seen) {
                seen = counts.items();
                seenAt = now;
            } else if (now - seenAt > STALLED_AFTER.toNanos()) {
                throw new BenchException(name + " wrote " + seen + " of " + records + " records, and no more for "
                        + STALLED_AFTER.toSeconds() + " s");
            }
            // Seldom, as it costs the process that is measured.
            if (now - checkedAt > CHECK_EVERY.toNanos()) {
                attempt.check();
                checkedAt = now;
            }
            Thread.sleep(COUNT_EVERY_MILLIS);
        }
    }

    private static Duration cpu(Attempt attempt) {
        return attempt.process()
                .info()
                .totalCpuDuration()
                .orElseThrow(() -> new BenchException("this system does not tell a process's CPU time"));
    }

    private Path logs() {
        return state.resolve("logs");
    }
}
