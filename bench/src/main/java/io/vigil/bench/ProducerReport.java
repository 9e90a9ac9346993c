package io.vigil.bench;

import java.time.Instant;
import java.util.List;

/**
 * What came out of {@link ProducerBenchmark}.
 *
 * @param valueBytes of a record that the perf test sends, as many as the producer's have in the mean
 * @param measurements each contestant once in each run, in the order of their turns
 */
record ProducerReport(
        Instant began, Machine machine, ProducerSetup setup, int valueBytes, List<JobMeasurement> measurements)
        implements JobReport {

    /** The goal: what Vigil adds, an Avro encoding and a future for each event, takes no more than a fifth. */
    private static final double LEAST_RATE = 0.8;

    @Override
    public String fileName() {
        return "producer";
    }

    @Override
    public String title() {
        return "Producer";
    }

    @Override
    public String conditions() {
        return ReportFiles.format(
                "%d events into a topic of a broker on the same machine, acknowledged; the perf test sends as many records "
                        + "with values of %d bytes, without keys, by the same settings; runs: %d, each contestant in a fresh "
                        + "JVM with a heap of 1 GiB each time. The rate is by the job's own clock, CPU time the whole "
                        + "process's with its start.",
                setup.events(), valueBytes, setup.runs());
    }

    @Override
    public String unit() {
        return "events";
    }

    @Override
    public Comparison<JobMeasurement> comparison() {
        return new Comparison<>(PerfTest.NAME, measurements);
    }

    @Override
    public List<Check> checks() {
        return List.of(Check.atLeast(
                LEAST_RATE,
                "rate of the producer, at least of the perf test's",
                comparison()
                        .ratio(ProducerBenchmark.PRODUCER, JobMeasurement::itemsPerSecond)
                        .median()));
    }
}
