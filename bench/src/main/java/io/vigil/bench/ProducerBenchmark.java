package io.vigil.bench;

import io.vigil.schemas.Topics;
import io.vigil.stack.Part;
import io.vigil.stack.VigilHome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Measures the producer and Kafka's perf test. */
final class ProducerBenchmark {

    static final String PRODUCER = "producer";

    private static final List<Part> PARTS = List.of(Part.BROKER, Part.REGISTRY);
    private static final int WARM_UP_EVENTS = 100_000;
    private static final long DISK_BYTES_PER_EVENT = 400;
    private static final String HEAP = "-Xmx1g";

    /** As {@code EventProducer} has them. */
    private static final List<String> SETTINGS = List.of(
            "acks=all",
            "enable.idempotence=true",
            "compression.type=lz4",
            "linger.ms=5",
            "batch.size=65536",
            "max.in.flight.requests.per.connection=1");

    private final ProducerSetup setup;
    private final Path state;
    private final Consumer<String> progress;

    /**
     * A benchmark; nothing is started yet.
     *
     * @param state the folder for data and logs; what is in it is deleted
     * @param progress is told each step, one line of text each
     */
    ProducerBenchmark(ProducerSetup setup, Path state, Consumer<String> progress) {
        this.setup = setup;
        this.state = state;
        this.progress = progress;
    }

    /**
     * Starts what it needs, measures, and stops all.
     *
     * @throws BenchException when a contestant does not get all its events into its topic, or the disk is too small
     */
    ProducerReport run() throws IOException, InterruptedException {
        Instant began = Instant.now();
        try (JobRuns runs = JobRuns.start(
                PARTS,
                List.of(Topics.DEVICE_EVENTS),
                state,
                setup.events() * DISK_BYTES_PER_EVENT,
                setup.events() + " events",
                progress)) {
            progress.accept("warming the broker up");
            int warmUp = Math.min(setup.events(), WARM_UP_EVENTS);
            runs.measure(producer(runs, warmUp), 0, warmUp);
            int valueBytes = SampleRows.meanValueBytes(setup.events());
            PerfTest perfTest = new PerfTest(VigilHome.locate(), runs.endpoints(), HEAP);
            List<JobMeasurement> measurements = Turns.take(
                    List.of(producer(runs, setup.events()), perfTest.job(setup.events(), valueBytes, SETTINGS)),
                    setup.runs(),
                    (job, run) -> runs.measure(job, run, setup.events()),
                    progress);
            return new ProducerReport(began, Machine.here(), setup, valueBytes, measurements);
        }
    }

    private static Job producer(JobRuns runs, int events) {
        List<String> command = ChildJvm.command(
                List.of(HEAP),
                EventProducerMain.class,
                runs.endpoints().bootstrapServers(),
                runs.endpoints().registryUrl(),
                events);
        return new Job(
                PRODUCER,
                command,
                Map.of(),
                List.of(Topics.DEVICE_EVENTS),
                output -> new Job.Result(events, Double.parseDouble(Job.lastLine(output))));
    }
}
