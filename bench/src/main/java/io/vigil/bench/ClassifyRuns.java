package io.vigil.bench;

import io.vigil.schemas.Topics;
import io.vigil.stack.LocalStack;
import io.vigil.stack.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs services over what is in {@code device-events}, one at a time.
 *
 * @param state the folder for data and logs
 */
record ClassifyRuns(LocalStack stack, RunTopics topics, Path state) {

    /** The input, and of some runs what they wrote and the broker has not deleted yet. */
    static final long DISK_BYTES_PER_RECORD = 2_000;

    /** What a run writes to, but for what a contestant makes for itself. */
    static final List<String> WRITTEN = Stream.concat(OutputTopics.NAMES.stream(), Stream.of(Topics.DEVICE_STATUS))
            .toList();

    private static final Duration STALLED_AFTER = Duration.ofSeconds(60);

    /**
     * Makes new topics to write to, runs a service, and counts what it has written.
     *
     * @param input where the input's records belong
     * @param warmUp records that do not count
     * @throws BenchException when it loses records
     */
    ClassifyMeasurement measure(Service service, int run, Routed input, int warmUp)
            throws IOException, InterruptedException {
        topics.empty(WRITTEN);
        OutputTopics outputs = new OutputTopics(stack.endpoints().bootstrapServers(), topics);
        String id = service.id(run);
        List<String> command =
                service.launch().command(id, Files.createDirectories(state.resolve("data/contestants/" + id)));
        double load = Machine.load();
        Duration brokerBefore = brokerCpu();
        long startNanos = System.nanoTime();
        try (ChildProcess process = ChildProcess.start(id, state.resolve("logs"), command)) {
            Course course = Course.follow(
                    service, process, startNanos, service.expected(input), warmUp, outputs, STALLED_AFTER);
            double brokerCpuSeconds = brokerCpu().minus(brokerBefore).toNanos() / 1e9;
            return ClassifyMeasurement.of(service, run, input.total(), course, brokerCpuSeconds, load);
        } finally {
            // Only a Kafka Streams application has topics of its own.
            topics.deleteStartingWith(id);
        }
    }

    private Duration brokerCpu() {
        return CpuTime.of(stack.process(Part.BROKER));
    }
}
