package io.vigil.bench;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "producer",
        description = {
            "Measures the producer of a device or a gateway beside Kafka's own producer perf test, with the same settings and "
                    + "as many bytes.",
            "They take turns, each in a fresh process. Prints a table; writes it with a chart and all numbers as JSON."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:measured", "1:it could not be measured", "2:wrong usage"})
final class ProducerCommand implements Callable<Integer> {

    @Mixin
    private RunOptions options;

    @Option(
            names = "--events",
            defaultValue = "3000000",
            description = "Events that each sends; ${DEFAULT-VALUE} by default.")
    private int events;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ProducerSetup setup = options.valid(() -> new ProducerSetup(events, options.runs()));
        return options.publish(new ProducerBenchmark(setup, options.state(), options.progress()).run());
    }
}
