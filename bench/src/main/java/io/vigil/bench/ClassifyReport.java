package io.vigil.bench;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What came out of {@link ClassifyBenchmark}.
 *
 * @param valueBytes of a record of the input, in the mean
 * @param input where the input's records belong
 * @param measurements each contestant once in each run, in the order of their turns
 */
record ClassifyReport(
        Instant began,
        Machine machine,
        ClassifySetup setup,
        int valueBytes,
        Routed input,
        List<ClassifyMeasurement> measurements)
        implements Report {

    /** The goals: hardly more than any Kafka Streams application costs, no more than Flink, and far less than Spark. */
    private static final double MOST_OF_PASSTHROUGH = 1.05;

    private static final double MOST_OF_FLINK = 1;
    private static final double MOST_OF_SPARK = 0.6;

    @Override
    public String fileName() {
        return "classify";
    }

    @Override
    public String title() {
        return "Classifier";
    }

    @Override
    public String conditions() {
        return ReportFiles.format(
                "%d records behind %d of warm-up, values of %d bytes, lz4, from a topic of 6 partitions on the same machine: "
                        + "%s; runs: %d, each contestant in a fresh JVM with a heap of 1 GiB each time. Time and CPU time are "
                        + "from when the warm-up is committed to when all is; the last column has both from the start of the "
                        + "process. The copy loop and Flink have one thread that works, Spark as many as there are cores.",
                setup.records(), setup.warmUp(), valueBytes, input, setup.runs());
    }

    @Override
    public String unit() {
        return "records";
    }

    @Override
    public Comparison<ClassifyMeasurement> comparison() {
        return new Comparison<>(ClassifyServices.passthroughName(setup.leastThreads()), measurements);
    }

    @Override
    public String ownColumn() {
        return "with start and warm-up: records/s, CPU-s per million";
    }

    @Override
    public String ownCell(String contestant) {
        Comparison<ClassifyMeasurement> all = comparison();
        return ReportFiles.format(
                "%.0f, %.1f",
                all.spread(contestant, ClassifyMeasurement::itemsPerSecondWithStart)
                        .median(),
                all.spread(contestant, ClassifyMeasurement::cpuSecondsPerMillionWithStart)
                        .median());
    }

    @Override
    public List<Check> checks() {
        String vigil = ClassifyServices.vigil(setup.leastThreads());
        return Stream.concat(
                        setup.threads().stream()
                                .map(threads -> new Goal(
                                        ClassifyServices.vigil(threads),
                                        MOST_OF_PASSTHROUGH,
                                        ClassifyServices.passthroughName(threads))),
                        Stream.of(
                                new Goal(vigil, MOST_OF_FLINK, ClassifyServices.FLINK_EXACTLY_ONCE),
                                new Goal(vigil, MOST_OF_SPARK, ClassifyServices.SPARK)))
                .filter(goal -> setup.includes(goal.vigil()) && setup.includes(goal.other()))
                .map(this::check)
                .toList();
    }

    private Check check(Goal goal) {
        return Check.atMost(
                goal.most(),
                "CPU time of " + goal.vigil() + ", by that of " + goal.other(),
                cpu(goal.vigil()) / cpu(goal.other()));
    }

    private double cpu(String contestant) {
        return comparison().spread(contestant, Measured::cpuSecondsPerMillion).median();
    }

    /** How much of another's CPU time the classifier may take. */
    private record Goal(String vigil, double most, String other) {}
}
