package io.vigil.bench;

import io.vigil.stack.LocalStack;
import io.vigil.stack.Part;
import io.vigil.stack.StackConfig;
import io.vigil.stack.VigilHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Measures how long alarms take, with the classifier and with others in its place; each time in a stack made anew. */
final class LatencyBenchmark {

    static final String SPARK = "spark, each second";

    private static final List<Function<ClassifyServices, Service>> CONTESTANTS = List.of(
            services -> services.vigilExactlyOnce(1),
            services -> services.spark(SPARK, Duration.ofSeconds(1)),
            ClassifyServices::flink);

    private static final Duration FIRST_WITHIN = Duration.ofMinutes(2);
    private static final Duration LAST_WITHIN = Duration.ofMinutes(10);

    private final LatencySetup setup;
    private final Path state;
    private final Consumer<String> progress;
    private final SuccessiveStacks stacks = new SuccessiveStacks();

    /**
     * A benchmark; nothing is started yet.
     *
     * @param state the folder for data and logs; what is in it is deleted
     * @param progress is told each step, one line of text each
     */
    LatencyBenchmark(LatencySetup setup, Path state, Consumer<String> progress) {
        this.setup = setup;
        this.state = state;
        this.progress = progress;
    }

    /**
     * Starts what it needs, measures, and stops all.
     *
     * @throws BenchException when an alarm does not arrive
     */
    LatencyReport run() throws IOException, InterruptedException {
        Instant began = Instant.now();
        // A signal ends the JVM through this; contestants have hooks of their own.
        Runtime.getRuntime().addShutdownHook(new Thread(stacks::end, "bench-stop"));
        List<LatencyMeasurement> measurements = new ArrayList<>();
        for (int rate : setup.rates()) {
            List<Function<ClassifyServices, Service>> order = new ArrayList<>(CONTESTANTS);
            for (int run = 1; run <= setup.runs(); run++) {
                for (Function<ClassifyServices, Service> contestant : order) {
                    measurements.add(measure(contestant, run, rate));
                }
                Collections.rotate(order, 1);
            }
        }
        return new LatencyReport(began, Machine.here(), setup, measurements);
    }

    private LatencyMeasurement measure(Function<ClassifyServices, Service> contestant, int run, int rate)
            throws IOException, InterruptedException {
        double machineLoad = Machine.load();
        StackConfig config = StackConfig.everything(state)
                .onFreePorts()
                .withParts(Part.BROKER, Part.REGISTRY, Part.DYNAMODB, Part.CONNECT);
        try (LocalStack stack = stacks.next(config, line -> {})) {
            stack.wipe().start();
            ClassifyServices services = new ClassifyServices(VigilHome.locate(), stack.endpoints());
            Service service = contestant.apply(services);
            String id = service.id(run);
            List<String> command =
                    service.launch().command(id, Files.createDirectories(state.resolve("data/contestants/" + id)));
            try (ChildProcess process = ChildProcess.start(id, state.resolve("logs"), command)) {
                LatencyMeasurement measured = measure(service.name(), run, rate, stack, process, machineLoad);
                progress.accept(ReportFiles.format(
                        "%d/s, run %d: %-28s to the topic p50 %7.1f ms, p99 %7.1f ms; to the table p50 %7.1f ms, p99 %7.1f ms",
                        rate,
                        run,
                        service.name(),
                        measured.toTopic().p50(),
                        measured.toTopic().p99(),
                        measured.toTable().p50(),
                        measured.toTable().p99()));
                return measured;
            }
        }
    }

    private LatencyMeasurement measure(
            String contestant, int run, int rate, LocalStack stack, ChildProcess process, double machineLoad)
            throws InterruptedException {
        // The first is sent before the clock is set.
        int firstMeasured = Math.max(1, rate * setup.warmUp());
        int last = rate * (setup.warmUp() + setup.seconds());
        try (SteadyLoad load = new SteadyLoad(stack.endpoints(), rate);
                AlarmArrivals topic = new TopicArrivals(stack.endpoints(), load, firstMeasured);
                AlarmArrivals table = new TableArrivals(stack.endpoints(), load, firstMeasured)) {
            CompletableFuture<Void> all = CompletableFuture.allOf(topic.lookFor(last), table.lookFor(last));
            load.sendFirst();
            await(() -> "the first alarm", CompletableFuture.anyOf(all, table.first()), FIRST_WITHIN);
            load.sendTo(last);
            process.requireAlive();
            await(
                    () -> Stream.of(topic, table)
                            .flatMap(place -> place.missing(last).stream())
                            .collect(Collectors.joining(" and ", "of " + contestant + ", ", "")),
                    all,
                    LAST_WITHIN);
            load.requireDelivered();
            return new LatencyMeasurement(contestant, run, rate, topic.quantiles(), table.quantiles(), machineLoad);
        }
    }

    private static void await(Supplier<String> what, CompletableFuture<?> future, Duration atMost)
            throws InterruptedException {
        try {
            future.get(atMost.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new BenchException("cannot look for alarms: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new BenchException(what.get() + " did not arrive within " + atMost.toSeconds() + " s");
        }
    }
}
