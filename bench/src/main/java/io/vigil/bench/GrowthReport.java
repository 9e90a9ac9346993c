package io.vigil.bench;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What came out of {@link GrowthBenchmark}. A part that was not measured is empty.
 *
 * @param partitions the classifier, by {@link GrowthSetup#name}
 * @param devices the classifier, by {@link GrowthSetup#devicesName}
 * @param table the API
 */
record GrowthReport(
        Instant began,
        Machine machine,
        GrowthSetup setup,
        List<ClassifyMeasurement> partitions,
        List<ClassifyMeasurement> devices,
        List<PageMeasurement> table) {

    static final String NAME = "growth";

    /** What is told of a table. */
    private static final List<Page> PAGES = List.of(
            new Page("first page, p50", measured -> measured.first().p50()),
            new Page("first page, p99", measured -> measured.first().p99()),
            new Page("last page, p50", measured -> measured.last().p50()),
            new Page("last page, p99", measured -> measured.last().p99()));

    String markdown() {
        StringBuilder text = new StringBuilder(ReportFiles.format(
                "# Growth%n%nRuns: %d, each in a fresh JVM. %s; %d cores, %.1f GiB; %s; %s; load average before a run %s; %s%n",
                setup.runs(),
                machine.cpu(),
                machine.cores(),
                machine.memoryMebibytes() / 1024.0,
                machine.kernel(),
                machine.java(),
                load(),
                began));
        if (!partitions.isEmpty()) {
            text.append(ReportFiles.format(
                    "%n## Partitions and threads%n%nThe classifier, exactly once, heap 1 GiB: %d records behind %d of warm-up, of "
                            + "%d devices in turn. Each topic has as many partitions.%n%n",
                    setup.records(), setup.warmUp(), SampleRecords.DEVICES));
            text.append(table(names(partitions), partitions));
        }
        if (!devices.isEmpty()) {
            text.append(ReportFiles.format(
                    "%n## Devices%n%nThe classifier, exactly once, heap 1 GiB, 6 partitions, 1 thread: %d records behind %d of "
                            + "warm-up, of so many devices in turn. The warm-up has each device, so that its state is there when "
                            + "the clock is set.%n%n",
                    setup.records(), setup.warmUpOfDevices()));
            text.append(table(names(devices), devices));
        }
        if (!table.isEmpty()) {
            text.append(ReportFiles.format(
                    "%n## Items of a table%n%nThe API's page of a device's events, milliseconds over HTTP, one request at a time: "
                            + "DynamoDB Local's table has so many items, of each device %s. %d visits of devices in each run, "
                            + "each from the newest page to the last of %d.%n%n"
                            + "| | median | min | max |%n| --- | --: | --: | --: |%n",
                    String.join(
                            " and ",
                            setup.items().stream()
                                    .map(GrowthSetup::itemsOfDevice)
                                    .distinct()
                                    .map(String::valueOf)
                                    .toList()),
                    setup.visits(),
                    HistoryPages.PAGES));
            for (int items : setup.items()) {
                PAGES.forEach(page -> text.append(
                        "| %d items, %s |%s%n".formatted(items, page.label(), cells("%.1f", spread(items, page)))));
            }
        }
        return text.append("\n![](").append(NAME).append(".svg)\n").toString();
    }

    String svg() {
        List<LineChart.Panel> panels = new ArrayList<>();
        if (!partitions.isEmpty()) {
            List<LineChart.Series> rates = byThreads(Measured::itemsPerSecond);
            List<LineChart.Series> cpu = byThreads(Measured::cpuSecondsPerMillion);
            panels.add(new LineChart.Panel("records per second (more is better)", "partitions", rates));
            panels.add(new LineChart.Panel("CPU seconds per million records (less is better)", "partitions", cpu));
        }
        if (!devices.isEmpty()) {
            panels.add(new LineChart.Panel(
                    "records per second (more is better)", "devices", byDevices(Measured::itemsPerSecond)));
            panels.add(new LineChart.Panel(
                    "CPU seconds per million records (less is better)",
                    "devices",
                    byDevices(Measured::cpuSecondsPerMillion)));
        }
        if (!table.isEmpty()) {
            panels.add(new LineChart.Panel(
                    "ms for a page of a device's history (less is better)",
                    "items in the table",
                    PAGES.stream()
                            .map(page -> line(page.label(), setup.items(), items -> spread(items, page)))
                            .toList()));
        }
        return new LineChart(panels).svg();
    }

    private List<LineChart.Series> byThreads(ToDoubleFunction<Measured> number) {
        return setup.threads().stream()
                .map(threads -> line(
                        GrowthSetup.threadsName(threads),
                        setup.partitions(),
                        count -> spread(partitions, GrowthSetup.name(count, threads), number)))
                .toList();
    }

    private List<LineChart.Series> byDevices(ToDoubleFunction<Measured> number) {
        return List.of(line(
                GrowthSetup.threadsName(1),
                setup.devices(),
                count -> spread(devices, GrowthSetup.devicesName(count), number)));
    }

    private static LineChart.Series line(String label, List<Integer> xs, Function<Integer, Spread> number) {
        return new LineChart.Series(
                label,
                xs.stream().map(x -> new LineChart.Point(x, number.apply(x))).toList());
    }

    private static String table(List<String> names, List<ClassifyMeasurement> measurements) {
        StringBuilder text = new StringBuilder(ReportFiles.format("""
                | | records/s: median | min | max | CPU-s per million: median | min | max |
                | --- | --: | --: | --: | --: | --: | --: |
                """));
        for (String name : names) {
            text.append("| %s |%s%s%n"
                    .formatted(
                            name,
                            cells("%.0f", spread(measurements, name, Measured::itemsPerSecond)),
                            cells("%.1f", spread(measurements, name, Measured::cpuSecondsPerMillion))));
        }
        return text.toString();
    }

    /** In the order of the first run, which is that of the numbers. */
    private static List<String> names(List<ClassifyMeasurement> measurements) {
        return measurements.stream()
                .map(ClassifyMeasurement::contestant)
                .distinct()
                .toList();
    }

    private static Spread spread(
            List<ClassifyMeasurement> measurements, String name, ToDoubleFunction<Measured> number) {
        return new Comparison<>(name, measurements).spread(name, number);
    }

    private Spread spread(int items, Page page) {
        return Spread.of(table.stream()
                .filter(measured -> measured.items() == items)
                .map(measured -> page.millis().apply(measured))
                .toList());
    }

    private String load() {
        Spread load = Spread.of(Stream.of(
                        partitions.stream().map(ClassifyMeasurement::load),
                        devices.stream().map(ClassifyMeasurement::load),
                        table.stream().map(PageMeasurement::load))
                .flatMap(Function.identity())
                .toList());
        return ReportFiles.format("%.1f (%.1f to %.1f)", load.median(), load.min(), load.max());
    }

    private static String cells(String number, Spread spread) {
        return ReportFiles.format(
                " " + number + " | " + number + " | " + number + " |", spread.median(), spread.min(), spread.max());
    }

    /** A number of a table, in milliseconds. */
    private record Page(String label, Function<PageMeasurement, Double> millis) {}
}
