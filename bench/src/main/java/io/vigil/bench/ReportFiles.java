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
import java.util.Optional;
import java.util.function.Function;

/** A report as JSON, and as Markdown with a chart. */
public final class ReportFiles {

    private static final ObjectWriter JSON = new ObjectMapper()
            .registerModule(new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance))
            .writerWithDefaultPrettyPrinter();

    private final Report report;

    ReportFiles(Report report) {
        this.report = report;
    }

    /**
     * Writes {@code NAME.json}, {@code NAME.md} and {@code NAME.svg}.
     *
     * @return the Markdown
     */
    String writeTo(Path folder) throws IOException {
        String name = report.fileName();
        String markdown = markdown(name + ".svg");
        write(folder, name, report, markdown, Optional.of(chart()));
        return markdown;
    }

    /**
     * Writes {@code NAME.json}, with instants as text, {@code NAME.md}, and {@code NAME.svg} if there is a chart.
     *
     * @param folder made if it is not there
     */
    public static void write(Path folder, String name, Object report, String markdown, Optional<String> chart)
            throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve(name + ".json"), JSON.writeValueAsBytes(report));
        if (chart.isPresent()) {
            Files.writeString(folder.resolve(name + ".svg"), chart.get());
        }
        Files.writeString(folder.resolve(name + ".md"), markdown);
    }

    private String chart() {
        return new BarChart(List.of(
                        panel("%s per second (more is better)", Standing::itemsPerSecond),
                        panel("CPU seconds per million %s (less is better)", Standing::cpuSecondsPerMillion)))
                .svg();
    }

    private BarChart.Panel panel(String title, Function<Standing, Spread> number) {
        return new BarChart.Panel(
                format(title, report.unit()),
                report.standings().stream()
                        .map(standing -> new BarChart.Bar(standing.contestant(), number.apply(standing)))
                        .toList());
    }

    private String markdown(String chart) {
        String reference = report.comparison().reference();
        StringBuilder text =
                new StringBuilder("# ").append(report.title()).append("\n\n").append(conditions());
        text.append(format("""

                | | %1$s/s: median | min | max | by %2$s | CPU-s per million: median | min | max | by %2$s | %3$s |
                | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |
                """, report.unit(), reference, report.ownColumn()));
        for (Standing standing : report.standings()) {
            text.append("| %s |%s %s |%s %s | %s |%n"
                    .formatted(
                            standing.contestant(),
                            cells("%.0f", standing.itemsPerSecond()),
                            ratio(standing.rateOfReference()),
                            cells("%.1f", standing.cpuSecondsPerMillion()),
                            ratio(standing.cpuOfReference()),
                            report.ownCell(standing.contestant())));
        }
        text.append(format(
                "%n\"By %1$s\" divides by the number of %1$s in the same run: median (min to max).%n%n", reference));
        report.checks().forEach(check -> text.append(check.line()));
        return text.append("\n![](").append(chart).append(")\n").toString();
    }

    private String conditions() {
        Machine machine = report.machine();
        Spread load = Spread.of(
                report.comparison().measurements().stream().map(Measured::load).toList());
        return format(
                "%s%n%n%s; %d cores, %.1f GiB; %s; %s; load average before a run %.1f (%.1f to %.1f); %s%n",
                report.conditions(),
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

    static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
