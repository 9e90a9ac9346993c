package io.vigil.bench;

import io.vigil.bench.SinkSetup.EndpointKind;
import io.vigil.stack.VigilHome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "sink",
        description = {
            "Measures the DynamoDB sink in a Connect worker, beside a plain reference task in the same kind of worker, "
                    + "and beside a bare loop of the AWS SDK without Kafka, which is the limit.",
            "They take turns, each in a fresh process. Prints a table; writes it with a chart and all numbers as JSON."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:measured", "1:it could not be measured", "2:wrong usage"})
final class SinkCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--records",
            defaultValue = "100000",
            description = "Records in a run; ${DEFAULT-VALUE} by default.")
    private int records;

    @Option(names = "--runs", defaultValue = "3", description = "Runs of each; ${DEFAULT-VALUE} by default.")
    private int runs;

    @Option(
            names = "--endpoint",
            defaultValue = "stand-in",
            description = "stand-in (answers as told, and stores nothing) or local (DynamoDB Local); "
                    + "${DEFAULT-VALUE} by default.")
    private String endpoint;

    @Option(
            names = "--latency-ms",
            defaultValue = "5",
            description = "The stand-in's time for a request; ${DEFAULT-VALUE} by default.")
    private int latencyMillis;

    @Option(
            names = "--unprocessed",
            defaultValue = "0",
            paramLabel = "SHARE",
            description = "The share of a batch's items, 0 to 0.9, that the stand-in gives back unprocessed; "
                    + "${DEFAULT-VALUE} by default.")
    private double unprocessedShare;

    @Option(
            names = "--output",
            defaultValue = "bench-results",
            paramLabel = "DIR",
            description = "The folder for the results; ${DEFAULT-VALUE} by default.")
    private Path output;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description =
                    "The folder for data and logs; what is in it is deleted. Default: .vigil/bench in the checkout.")
    private Optional<Path> state = Optional.empty();

    @Override
    public Integer call() throws IOException, InterruptedException {
        SinkSetup setup = setup();
        Path folder = state.orElseGet(() -> VigilHome.locate().state().resolve("bench"))
                .toAbsolutePath();
        SinkReport report = new SinkBenchmark(setup, folder, spec.commandLine().getErr()::println).run();
        String table = new ReportFiles(report).writeTo(output);
        spec.commandLine().getOut().print(table);
        spec.commandLine().getOut().flush();
        return 0;
    }

    private SinkSetup setup() {
        try {
            return new SinkSetup(EndpointKind.named(endpoint), records, runs, latencyMillis, unprocessedShare);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
