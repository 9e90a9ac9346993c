package io.vigil.bench;

import io.vigil.stack.Part;
import io.vigil.stack.VigilHome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Measures the replay job and those beside it. */
final class ReplayBenchmark {

    private static final List<Part> PARTS = List.of(Part.BROKER, Part.REGISTRY, Part.S3);

    private static final int WARM_UP_ROWS = 20_000;

    /** The file and its parts while it is uploaded, and what the broker has not deleted yet. */
    private static final long DISK_BYTES_PER_ROW = 1_000;

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
        try (JobRuns runs = JobRuns.start(
                PARTS, ReplayJobs.TOPICS, state, setup.rows() * DISK_BYTES_PER_ROW, setup.rows() + " rows", progress)) {
            return measureAll(began, runs);
        }
    }

    private ReplayReport measureAll(Instant began, JobRuns runs) throws IOException, InterruptedException {
        progress.accept("storing a file of " + setup.rows() + " rows");
        SampleFile small =
                SampleFile.upload(runs.endpoints(), "bench/warm-up.csv", Math.min(setup.rows(), WARM_UP_ROWS));
        SampleFile file = SampleFile.upload(runs.endpoints(), "bench/rows.csv", setup.rows());
        ReplayJobs jobs = new ReplayJobs(VigilHome.locate(), runs.endpoints(), state);
        progress.accept("warming broker and S3 up");
        runs.measure(jobs.replay(small), 0, small.rows());
        int valueBytes = SampleRows.meanValueBytes(file.rows());
        List<JobMeasurement> measurements = Turns.take(
                List.of(
                        jobs.replay(file),
                        jobs.parseOnly(file),
                        jobs.sparkCsv(file),
                        jobs.perfTest(file.rows(), valueBytes)),
                setup.runs(),
                (job, run) -> runs.measure(job, run, file.rows()),
                progress);
        return new ReplayReport(began, Machine.here(), setup, file.bytes(), valueBytes, measurements);
    }
}
