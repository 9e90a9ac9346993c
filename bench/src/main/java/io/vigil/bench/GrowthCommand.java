package io.vigil.bench;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "growth",
        description = {
            "Measures how cost grows: that of the classifier with partitions, threads, and devices whose state it keeps, and "
                    + "the time that the API takes for a page of a device's history with the items in its table.",
            "Prints tables; writes them with a chart and all numbers as JSON."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:measured", "1:it could not be measured, as when records were lost", "2:wrong usage"})
final class GrowthCommand implements Callable<Integer> {

    @Mixin
    private RunOptions options;

    @Option(
            names = "--only",
            paramLabel = "PART",
            split = ",",
            description = "Only these parts, of partitions, devices and table. Default: all.")
    private List<String> only = List.of();

    @Option(
            names = "--records",
            defaultValue = "1000000",
            description = "Records whose time the classifier's is, in each run; ${DEFAULT-VALUE} by default.")
    private int records;

    @Option(
            names = "--warm-up",
            paramLabel = "RECORDS",
            description =
                    "Records before these, one or more of each device. Default: a quarter of them; where devices grow, as "
                            + "many as the most devices, if that is more.")
    private Optional<Integer> warmUp = Optional.empty();

    @Option(
            names = "--partitions",
            defaultValue = "1,2,4,8",
            split = ",",
            description = "Partitions of each topic, each number in turn; ${DEFAULT-VALUE} by default.")
    private List<Integer> partitions;

    @Option(
            names = "--threads",
            defaultValue = "1,2",
            split = ",",
            description = "The classifier's threads where partitions grow; ${DEFAULT-VALUE} by default.")
    private List<Integer> threads;

    @Option(
            names = "--devices",
            defaultValue = "1000,100000,1000000",
            split = ",",
            description = "Devices whose state the classifier keeps; ${DEFAULT-VALUE} by default.")
    private List<Integer> devices;

    @Option(
            names = "--items",
            defaultValue = "10000,1000000",
            split = ",",
            description = "Items of a table, 1000 of each device; ${DEFAULT-VALUE} by default.")
    private List<Integer> items;

    @Option(
            names = "--visits",
            defaultValue = "300",
            description = "Devices whose history is paged through and timed, in each run; ${DEFAULT-VALUE} by default.")
    private int visits;

    @Override
    public Integer call() throws IOException, InterruptedException {
        GrowthSetup setup = options.valid(() -> new GrowthSetup(
                only,
                records,
                warmUp.orElse(records / 4),
                partitions,
                threads,
                devices,
                items,
                visits,
                options.runs()));
        return options.publish(new GrowthBenchmark(setup, options.state(), options.progress()).run());
    }
}
