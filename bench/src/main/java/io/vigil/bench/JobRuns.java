package io.vigil.bench;

import io.vigil.bench.TimedCommand.Usage;
import io.vigil.stack.Endpoints;
import io.vigil.stack.LocalStack;
import io.vigil.stack.Part;
import io.vigil.stack.StackConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Runs jobs on a local stack, each with empty topics, in a process of its own, and counts what it left there. */
final class JobRuns implements AutoCloseable {

    /** A job that is slower than this hangs. */
    private static final int LEAST_ITEMS_PER_SECOND = 5_000;

    private final List<Part> parts;
    private final List<String> topics;
    private final Path state;
    private final LocalStack stack;
    private final RunTopics runTopics;

    private JobRuns(List<Part> parts, List<String> topics, Path state, LocalStack stack) {
        this.parts = parts;
        this.topics = topics;
        this.state = state;
        this.stack = stack;
        this.runTopics = new RunTopics(stack.endpoints().bootstrapServers());
    }

    /**
     * Starts a stack with a topic for the perf test.
     *
     * @param parts of the stack; their CPU time is counted too
     * @param topics that any of the jobs writes to, beside the perf test's
     * @param state the folder for data and logs; what is in it is deleted
     * @param diskBytes that all of it takes at most
     * @param what is to be stored, such as {@code 5 rows}
     * @throws BenchException when the disk is too small
     */
    static JobRuns start(
            List<Part> parts, List<String> topics, Path state, long diskBytes, String what, Consumer<String> progress)
            throws IOException, InterruptedException {
        StackConfig config = StackConfig.everything(state).onFreePorts().withParts(parts.toArray(Part[]::new));
        LocalStack stack = new LocalStack(config, progress);
        // A signal ends the JVM through this.
        Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "bench-stop"));
        try {
            stack.wipe();
            DiskSpace.require(diskBytes, what, state);
            stack.start();
            JobRuns runs = new JobRuns(parts, topics, state, stack);
            runs.runTopics.create(PerfTest.TOPIC, topics.get(0));
            return runs;
        } catch (IOException | InterruptedException | RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    Endpoints endpoints() {
        return stack.endpoints();
    }

    /**
     * Runs a job.
     *
     * @param items that it has to get through; it may take the longer the more there are
     * @throws BenchException when it fails, or leaves another number of records in its topics than it says
     */
    JobMeasurement measure(Job job, int run, long items) throws IOException, InterruptedException {
        runTopics.empty(topics);
        runTopics.empty(List.of(PerfTest.TOPIC));
        TimedCommand command =
                new TimedCommand(state.resolve("logs"), Duration.ofSeconds(300 + items / LEAST_ITEMS_PER_SECOND));
        double load = Machine.load();
        Duration before = cpu();
        Usage usage = command.run(job.name().replace(' ', '-') + '-' + run, job.command(), job.environment());
        double stackCpuSeconds = cpu().minus(before).toNanos() / 1e9;
        Job.Result result = job.result().tell(usage.output());
        requireWritten(job, result.items());
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

    private void requireWritten(Job job, long items) throws InterruptedException {
        long expected = job.topics().isEmpty() ? 0 : items;
        long records = runTopics.records(job.topics().isEmpty() ? topics : job.topics());
        if (records != expected) {
            throw new BenchException(job.name() + " left " + records + " records in the topics, not " + expected);
        }
    }

    private Duration cpu() {
        return parts.stream().map(part -> CpuTime.of(stack.process(part))).reduce(Duration.ZERO, Duration::plus);
    }

    @Override
    public void close() {
        runTopics.close();
        stack.close();
    }
}
