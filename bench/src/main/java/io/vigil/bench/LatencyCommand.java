package io.vigil.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "latency",
        description = {
            "Measures how long an alarm takes from the producer to the topic alarms, and to where it can be read in DynamoDB "
                    + "Local, with the classifier, and with Spark Structured Streaming and Flink in its place.",
            "Events come at a fixed rate, and an alarm's time counts from when it was due, not from when it could be sent. "
                    + "Prints a table; writes it with a chart and all numbers as JSON."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:measured", "1:it could not be measured, as when an alarm was lost", "2:wrong usage"})
final class LatencyCommand implements Callable<Integer> {

    @Mixin
    private RunOptions options;

    @Option(
            names = "--rate",
            defaultValue = "1000,5000",
            split = ",",
            description = "Events a second, each number in turn, up to " + SteadyLoad.MAX_RATE
                    + "; ${DEFAULT-VALUE} by default. One in a hundred is an alarm.")
    private List<Integer> rates;

    @Option(
            names = "--seconds",
            defaultValue = "30",
            description = "Seconds that are measured; ${DEFAULT-VALUE} by default.")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "15",
            description = "Seconds before them; ${DEFAULT-VALUE} by default.")
    private int warmUp;

    @Override
    public Integer call() throws IOException, InterruptedException {
        LatencySetup setup = options.valid(() -> new LatencySetup(rates, warmUp, seconds, options.runs()));
        return options.publish(new LatencyBenchmark(setup, options.state(), options.progress()).run());
    }
}
