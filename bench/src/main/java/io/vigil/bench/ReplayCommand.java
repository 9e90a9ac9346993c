package io.vigil.bench;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "replay",
        description = {
            "Measures the Spark job that replays a CSV file from S3 into the topics, beside the same job that only reads and "
                    + "judges the rows, beside Spark's own CSV reader, and beside Kafka's own producer perf test.",
            "They take turns, each in a fresh process. Prints a table; writes it with a chart and all numbers as JSON."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:measured", "1:it could not be measured", "2:wrong usage"})
final class ReplayCommand implements Callable<Integer> {

    @Mixin
    private RunOptions options;

    @Option(
            names = "--rows",
            defaultValue = "5000000",
            description = "Rows of the file, some 100 bytes each; ${DEFAULT-VALUE} by default.")
    private int rows;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ReplaySetup setup = options.valid(() -> new ReplaySetup(rows, options.runs()));
        return options.publish(new ReplayBenchmark(setup, options.state(), options.progress()).run());
    }
}
