package io.vigil.bench;

import io.vigil.bench.TimedCommand.Usage;
import io.vigil.schemas.Topics;
import io.vigil.stack.LocalStack;
import io.vigil.stack.Part;
import io.vigil.stack.StackConfig;
import io.vigil.stack.VigilHome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Measures the replay job and those beside it. */
final class ReplayBenchmark {

    /** What each job writes to. */
    private static final Map<String, List<String>> WRITTEN = Map.of(
            ReplayJobs.REPLAY, List.of(Topics.EVENTS, Topics.ALARMS),
            ReplayJobs.PERF_TEST, List.of(ReplayJobs.PERF_TEST_TOPIC));

    private static final List<String> TOPICS =
            WRITTEN.values().stream().flatMap(List::stream).toList();
    private static final List<Part> PARTS = List.of(Part.BROKER, Part.REGISTRY, Part.S3);

    private static final int WARM_UP_ROWS = 20_000;

    /** The file and its parts while it is uploaded, and what the broker has not deleted yet. */
    private static final long DISK_BYTES_PER_ROW = 1_000;

    /** A job that is slower than this hangs. */
    private static final int LEAST_ROWS_PER_SECOND = 5_000;

    private final ReplaySetup setup;
    private final Path state;
    private final Consumer<String> progress;

    /**
     * A benchmark; nothing is started yet.
     *
     * @param state the folder for data and logs; what is in it is deleted
     * @param progress is told each step, one line of text each
     */
    ReplayBenchmark(ReplaySetup setup, Path state, Consumer<String> progress) {
        this.setup = setup;
        this.state = state;
        this.progress = progress;
    }

    /**
     * Starts what it needs, measures, and stops all.
     *
     * @throws BenchException when a contestant does not get through with all rows, or the disk is too small
     */
    ReplayReport run() throws IOException, InterruptedException {
        Instant began = Instant.now();
        try (LocalStack stack = new LocalStack(config(), progress)) {
            // A signal ends the JVM through this.
            Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "bench-stop"));
            stack.wipe();
            DiskSpace.require(setup.rows() * DISK_BYTES_PER_ROW, setup.rows() + " rows", state);
            stack.start();
            try (RunTopics topics = new RunTopics(stack.endpoints().bootstrapServers())) {
                topics.create(ReplayJobs.PERF_TEST_TOPIC, Topics.EVENTS);
                return measureAll(began, stack, topics);
            }
        }
    }

    private StackConfig config() {
        return StackConfig.everything(state).onFreePorts().withParts(PARTS.toArray(Part[]::new));
    }

    private ReplayReport measureAll(Instant began, LocalStack stack, RunTopics topics)
            throws IOException, InterruptedException {
        progress.accept("storing a file of " + setup.rows() + " rows");
        SampleFile small =
                SampleFile.upload(stack.endpoints(), "bench/warm-up.csv", Math.min(setup.rows(), WARM_UP_ROWS));
        SampleFile file = SampleFile.upload(stack.endpoints(), "bench/rows.csv", setup.rows());
        ReplayJobs jobs = new ReplayJobs(VigilHome.locate(), stack.endpoints(), state);
        progress.accept("warming broker and S3 up");
        measure(jobs.replay(small), 0, stack, topics);
        int valueBytes = SampleRows.meanValueBytes(file.rows());
        List<JobMeasurement> measurements = Turns.take(
                List.of(
                        jobs.replay(file),
                        jobs.parseOnly(file),
                        jobs.sparkCsv(file),
                        jobs.perfTest(file.rows(), valueBytes)),
                setup.runs(),
                (job, run) -> measure(job, run, stack, topics),
                progress);
        return new ReplayReport(began, Machine.here(), setup, file.bytes(), valueBytes, measurements);
    }

    private JobMeasurement measure(Job job, int run, LocalStack stack, RunTopics topics)
            throws IOException, InterruptedException {
        topics.empty(TOPICS);
        TimedCommand command =
                new TimedCommand(state.resolve("logs"), Duration.ofSeconds(300 + setup.rows() / LEAST_ROWS_PER_SECOND));
        double load = Machine.load();
        Duration before = cpu(stack);
        Usage usage = command.run(job.name().replace(' ', '-') + '-' + run, job.command(), job.environment());
        double stackCpuSeconds = cpu(stack).minus(before).toNanos() / 1e9;
        Job.Result result = job.result().tell(usage.output());
        requireWritten(job.name(), result.items(), topics);
        return new JobMeasurement(
                job.name(),
                run,
                result.items(),
                result.seconds(),
                usage.seconds(),
                usage.cpuSeconds(),
                stackCpuSeconds,
                load);
    }

    private static void requireWritten(String job, long items, RunTopics topics) throws InterruptedException {
        List<String> written = WRITTEN.getOrDefault(job, List.of());
        long expected = written.isEmpty() ? 0 : items;
        long records = topics.records(written.isEmpty() ? TOPICS : written);
        if (records != expected) {
            throw new BenchException(job + " left " + records + " records in the topics, not " + expected);
        }
    }

    private static Duration cpu(LocalStack stack) {
        return PARTS.stream().map(part -> CpuTime.of(stack.process(part))).reduce(Duration.ZERO, Duration::plus);
    }
}
