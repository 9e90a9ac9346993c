package io.vigil.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** A report as JSON, and as Markdown with a chart. */
final class ReportFiles {

    private static final ObjectWriter JSON = new ObjectMapper()
            .registerModule(new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance))
            .writerWithDefaultPrettyPrinter();

    private final SinkReport report;

    ReportFiles(SinkReport report) {
        this.report = report;
    }

    /**
     * Writes {@code sink.json}, {@code sink.md} and {@code sink.svg}, or {@code sink-local.…} for DynamoDB Local.
     *
     * @return the Markdown
     */
    String writeTo(Path folder) throws IOException {
        String name = report.setup().endpoint() == SinkSetup.EndpointKind.LOCAL ? "sink-local" : "sink";
        String markdown = markdown(name + ".svg");
        Files.createDirectories(folder);
        Files.write(folder.resolve(name + ".json"), JSON.writeValueAsBytes(report));
        Files.writeString(folder.resolve(name + ".svg"), chart());
        Files.writeString(folder.resolve(name + ".md"), markdown);
        return markdown;
    }

    private String chart() {
        List<SinkReport.Standing> standings = report.standings();
        return new BarChart(List.of(
                        new BarChart.Panel(
                                "items per second (more is better)",
                                standings.stream()
                                        .map(standing ->
                                                new BarChart.Bar(standing.contestant(), standing.itemsPerSecond()))
                                        .toList()),
                        new BarChart.Panel(
                                "CPU seconds per million items (less is better)",
                                standings.stream()
                                        .map(standing -> new BarChart.Bar(
                                                standing.contestant(), standing.cpuSecondsPerMillion()))
                                        .toList())))
                .svg();
    }

    private String markdown(String chart) {
        StringBuilder text = new StringBuilder("# DynamoDB sink\n\n").append(conditions());
        text.append("""

                | | items/s: median | min | max | by reference | CPU-s per million: median | min | max | by reference | most in flight |
                | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |
                """);
        for (SinkReport.Standing standing : report.standings()) {
            text.append("| %s |%s %s |%s %s | %s |%n"
                    .formatted(
                            standing.contestant(),
                            cells("%.0f", standing.itemsPerSecond()),
                            ratio(standing.rateOfReference()),
                            cells("%.1f", standing.cpuSecondsPerMillion()),
                            ratio(standing.cpuOfReference()),
                            standing.maxInFlight() == 0 ? "not counted" : standing.maxInFlight()));
        }
        text.append("\n\"By reference\" divides by the reference's number in the same run: median (min to max).\n\n");
        for (SinkReport.Check check : report.checks()) {
            text.append(format(
                    "- %s: %.3f, bound %.2f, %s%n",
                    check.what(), check.measured(), check.bound(), check.met() ? "met" : "NOT MET"));
        }
        return text.append("\n![](").append(chart).append(")\n").toString();
    }

    private String conditions() {
        SinkSetup setup = report.setup();
        Machine machine = report.machine();
        Spread load =
                Spread.of(report.measurements().stream().map(Measurement::load).toList());
        String endpoint = setup.endpoint() == SinkSetup.EndpointKind.LOCAL
                ? "DynamoDB Local"
                : format(
                        "a stand-in that takes %d ms for a request and leaves %.0f %% of the items unprocessed",
                        setup.latencyMillis(), setup.unprocessedShare() * 100);
        return format(
                "%d records into %s; runs: %d, each contestant in a fresh JVM each time.%n%n"
                        + "%s; %d cores, %.1f GiB; %s; %s; load average before a run %.1f (%.1f to %.1f); %s%n",
                setup.records(),
                endpoint,
                setup.runs(),
                machine.cpu(),
                machine.cores(),
                machine.memoryMebibytes() / 1024.0,
                machine.kernel(),
                machine.java(),
                load.median(),
                load.min(),
                load.max(),
                report.began());
    }

    private static String cells(String number, Spread spread) {
        return format(
                " " + number + " | " + number + " | " + number + " |", spread.median(), spread.min(), spread.max());
    }

    private static String ratio(Spread spread) {
        return format("%.2f (%.2f to %.2f)", spread.median(), spread.min(), spread.max());
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
