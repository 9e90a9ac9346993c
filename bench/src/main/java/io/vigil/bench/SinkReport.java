package io.vigil.bench;

import io.vigil.bench.SinkSetup.EndpointKind;
import java.time.Instant;
import java.util.List;

/**
 * What came out of {@link SinkBenchmark}.
 *
 * @param measurements each contestant once in each run, in the order of their turns
 */
record SinkReport(Instant began, Machine machine, SinkSetup setup, List<Measurement> measurements) implements Report {

    /** What the sink does beside writing may cost a tenth of what a task does that does nothing else. */
    private static final double LEAST_RATE = 0.9;

    /**
     * The goal is 1.2 times the CPU time of the lightest sink that was measured, the kafka-connect-dynamodb of 2016 with
     * the AWS SDK 1, which cannot be had from Maven Central. Once, on another machine, it took 29.4 and 27.1 s for 100000
     * records, start of the worker included, and a task like the reference took 31.7 and 32.5 s in the same two runs: the
     * goal is 1.11 and 1.00 times the reference, 1.06 by their sums.
     */
    private static final double MOST_CPU = 1.06;

    @Override
    public String fileName() {
        return setup.endpoint() == EndpointKind.LOCAL ? "sink-local" : "sink";
    }

    @Override
    public String title() {
        return "DynamoDB sink";
    }

    @Override
    public String conditions() {
        String endpoint = setup.endpoint() == EndpointKind.LOCAL
                ? "DynamoDB Local"
                : ReportFiles.format(
                        "a stand-in that takes %d ms for a request and leaves %.0f %% of the items unprocessed",
                        setup.latencyMillis(), setup.unprocessedShare() * 100);
        return setup.records() + " records into " + endpoint + "; runs: " + setup.runs()
                + ", each contestant in a fresh JVM each time.";
    }

    @Override
    public String unit() {
        return "items";
    }

    @Override
    public Comparison<Measurement> comparison() {
        return new Comparison<>(SinkConnector.REFERENCE, measurements);
    }

    @Override
    public String ownColumn() {
        return "most in flight";
    }

    @Override
    public String ownCell(String contestant) {
        double most = comparison().spread(contestant, Measurement::maxInFlight).max();
        return most == 0 ? "not counted" : ReportFiles.format("%.0f", most);
    }

    @Override
    public List<Check> checks() {
        return List.of(
                Check.atLeast(
                        LEAST_RATE,
                        "items/s, at least of the reference's",
                        comparison()
                                .ratio(SinkConnector.VIGIL, Measurement::itemsPerSecond)
                                .median()),
                Check.atMost(
                        MOST_CPU,
                        "CPU time with the worker's start, at most of the reference's",
                        comparison()
                                .ratio(SinkConnector.VIGIL, Measurement::cpuSecondsWithStart)
                                .median()));
    }
}
