package io.vigil.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What came out of {@link LatencyBenchmark}.
 *
 * @param measurements each contestant once in each run at each rate, in the order of their turns
 */
record LatencyReport(Instant began, Machine machine, LatencySetup setup, List<LatencyMeasurement> measurements) {

    static final String NAME = "latency";

    /** The goals, for the 99th percentile to the table at 1,000 events a second. */
    private static final int GOAL_RATE = 1_000;

    private static final double TIMES_FASTER_THAN_SPARK = 10;
    private static final double TIMES_FASTER_THAN_FLINK = 5;

    String markdown() {
        StringBuilder text = new StringBuilder(ReportFiles.format(
                """
                # Latency

                Alarms, one in %d events, over %d s behind %d s of warm-up, from when each was due to be sent: to a reader of the \
                topic alarms (read_committed), and to a query that finds it in its table in DynamoDB Local. Milliseconds, each \
                the median of %d runs (least to most), each run in a stack made anew.

                %s; %d cores; %s; %s
                """,
                SteadyLoad.EVENTS_PER_ALARM,
                setup.seconds(),
                setup.warmUp(),
                setup.runs(),
                machine.cpu(),
                machine.cores(),
                machine.java(),
                began));
        for (int rate : setup.rates()) {
            text.append(ReportFiles.format("""

                    | %d events/s | alarms in a run | p50 | p95 | p99 | p99.9 | max |
                    | --- | --: | --: | --: | --: | --: | --: |
                    """, rate));
            for (String contestant : contestants()) {
                text.append(row(contestant + ", to the topic", rate, contestant, LatencyMeasurement::toTopic));
                text.append(row(contestant + ", to the table", rate, contestant, LatencyMeasurement::toTable));
            }
        }
        text.append('\n');
        checks().forEach(check -> text.append(check.line()));
        return text.append("\n![](").append(NAME).append(".svg)\n").toString();
    }

    String svg() {
        return new BarChart(setup.rates().stream()
                        .map(rate -> new BarChart.Panel(
                                "ms from due to the table, 99 % of the alarms, at " + rate + " events/s",
                                contestants().stream()
                                        .map(contestant -> new BarChart.Bar(
                                                contestant,
                                                spread(
                                                        rate,
                                                        contestant,
                                                        measured -> measured.toTable()
                                                                .p99())))
                                        .toList()))
                        .toList())
                .svg();
    }

    /** Whether the pipeline is as much faster as it has to be; empty if it was not measured at the goal's rate. */
    @JsonProperty
    List<Check> checks() {
        if (!setup.rates().contains(GOAL_RATE)) {
            return List.of();
        }
        return Stream.of(
                        check(TIMES_FASTER_THAN_SPARK, LatencyBenchmark.SPARK),
                        check(TIMES_FASTER_THAN_FLINK, ClassifyServices.FLINK_EXACTLY_ONCE))
                .toList();
    }

    private Check check(double times, String other) {
        double vigil = tableP99(ClassifyServices.vigil(1));
        return Check.atLeast(
                times, "time of " + other + " to the table, 99 %, by that of the classifier", tableP99(other) / vigil);
    }

    private double tableP99(String contestant) {
        return spread(GOAL_RATE, contestant, measured -> measured.toTable().p99())
                .median();
    }

    private List<String> contestants() {
        return measurements.stream()
                .map(LatencyMeasurement::contestant)
                .distinct()
                .toList();
    }

    private String row(String name, int rate, String contestant, Function<LatencyMeasurement, Quantiles> place) {
        return ReportFiles.format(
                "| %s | %.0f | %s | %s | %s | %s | %s |%n",
                name,
                spread(rate, contestant, measured ->
                                (double) place.apply(measured).count())
                        .median(),
                cell(rate, contestant, place, Quantiles::p50),
                cell(rate, contestant, place, Quantiles::p95),
                cell(rate, contestant, place, Quantiles::p99),
                cell(rate, contestant, place, Quantiles::p999),
                cell(rate, contestant, place, Quantiles::max));
    }

    private String cell(
            int rate,
            String contestant,
            Function<LatencyMeasurement, Quantiles> place,
            Function<Quantiles, Double> quantile) {
        Spread spread = spread(rate, contestant, place.andThen(quantile));
        return ReportFiles.format("%.0f (%.0f to %.0f)", spread.median(), spread.min(), spread.max());
    }

    private Spread spread(int rate, String contestant, Function<LatencyMeasurement, Double> number) {
        return Spread.of(measurements.stream()
                .filter(measured ->
                        measured.rate() == rate && measured.contestant().equals(contestant))
                .map(number)
                .toList());
    }
}
