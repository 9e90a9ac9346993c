package io.vigil.bench;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "classify",
        description = {
            "Measures the classifier, exactly once and at least once, beside a bare Kafka Streams application, a bare loop "
                    + "of Kafka's consumer and producer, and the same job in Spark Structured Streaming and in Flink.",
            "They take turns, each in a fresh process that reads a topic which is there before, and what each has written "
                    + "is counted. Prints a table; writes it with a chart and all numbers as JSON."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:measured", "1:it could not be measured, as when records were lost", "2:wrong usage"})
final class ClassifyCommand implements Callable<Integer> {

    @Mixin
    private RunOptions options;

    @Option(
            names = "--records",
            defaultValue = "2000000",
            description = "Records whose time is taken, in each run; ${DEFAULT-VALUE} by default.")
    private int records;

    @Option(
            names = "--warm-up",
            paramLabel = "RECORDS",
            description = "Records before these, which each process begins with. Default: a quarter of them.")
    private Optional<Integer> warmUp = Optional.empty();

    @Option(
            names = "--threads",
            defaultValue = "1,2",
            split = ",",
            description =
                    "Threads of the Kafka Streams applications, each number in turn; ${DEFAULT-VALUE} by default.")
    private List<Integer> threads;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            description =
                    "Only contestants whose names begin so, as vigil or flink, and the passthrough; may be given more than "
                            + "once. Default: all.")
    private List<String> only = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException {
        ClassifySetup setup = options.valid(
                () -> new ClassifySetup(records, warmUp.orElse(records / 4), options.runs(), threads, only));
        return options.publish(new ClassifyBenchmark(setup, options.state(), options.progress()).run());
    }
}
