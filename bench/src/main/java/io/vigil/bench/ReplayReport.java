package io.vigil.bench;

import java.time.Instant;
import java.util.List;

/**
 * What came out of {@link ReplayBenchmark}.
 *
 * @param fileBytes length of the file
 * @param valueBytes of a record that the perf test sends, as many as the replay's have in the mean
 * @param measurements each contestant once in each run, in the order of their turns
 */
record ReplayReport(
        Instant began,
        Machine machine,
        ReplaySetup setup,
        long fileBytes,
        int valueBytes,
        List<JobMeasurement> measurements)
        implements JobReport {

    /** The goal: to send what was read takes no longer than to read it does. */
    private static final double MOST_TIME = 2;

    @Override
    public String fileName() {
        return "replay";
    }

    @Override
    public String title() {
        return "Replay";
    }

    @Override
    public String conditions() {
        return ReportFiles.format(
                "%d rows, %.1f MB, from S3 into topics of a broker on the same machine; the perf test sends as many records "
                        + "with values of %d bytes; runs: %d, each contestant in a fresh JVM with a heap of 1 GiB each time. "
                        + "The rate is by the job's own clock, CPU time the whole process's with its start.",
                setup.rows(), fileBytes / 1e6, valueBytes, setup.runs());
    }

    @Override
    public String unit() {
        return "rows";
    }

    @Override
    public Comparison<JobMeasurement> comparison() {
        return new Comparison<>(ReplayJobs.PARSE_ONLY, measurements);
    }

    @Override
    public List<Check> checks() {
        return List.of(Check.atMost(
                MOST_TIME,
                "time of the whole job, at most of parse only's",
                comparison()
                        .ratio(ReplayJobs.REPLAY, JobMeasurement::secondsPerItem)
                        .median()));
    }
}
