package io.vigil.bench;

import io.vigil.bench.SinkSetup.EndpointKind;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "sink",
        description = {
            "Measures the DynamoDB sink in a Connect worker, beside a plain reference task and one that sends a PutItem for "
                    + "each record, in the same kind of worker; beside Flink's DynamoDbSink, Amazon EMR's DynamoDB connector, and "
                    + "a bare loop of the AWS SDK without Kafka, which is the limit.",
            "They take turns, each in a fresh process. Then those that can lose it are tried for the order of a key's "
                    + "records. Prints a table; writes it with a chart and all numbers as JSON."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:measured", "1:it could not be measured", "2:wrong usage"})
final class SinkCommand implements Callable<Integer> {

    @Mixin
    private RunOptions options;

    @Option(
            names = "--records",
            defaultValue = "100000",
            description = "Records in a run; ${DEFAULT-VALUE} by default.")
    private int records;

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
                    + "${DEFAULT-VALUE} by default. More than 0 leaves emr out, which would end.")
    private double unprocessedShare;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            description =
                    "Only contestants whose names begin so, as vigil, flink or emr, and the reference; may be given more "
                            + "than once. Default: all.")
    private List<String> only = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException {
        SinkSetup setup = options.valid(() -> new SinkSetup(
                EndpointKind.named(endpoint), records, options.runs(), latencyMillis, unprocessedShare, only));
        return options.publish(new SinkBenchmark(setup, options.state(), options.progress()).run());
    }
}
