package io.vigil.bench;

import io.vigil.bench.faults.FaultsCommand;
import io.vigil.bench.faults.SoakCommand;
import io.vigil.stack.StackException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./vigil bench}. Exit code 0, 1 (it could not measure) or 2 (bad usage). */
@Command(
        name = "bench",
        description = "Measures a part beside a reference, or breaks it on purpose, on this machine in one run.",
        mixinStandardHelpOptions = true,
        subcommands = {
            SinkCommand.class,
            ReplayCommand.class,
            ProducerCommand.class,
            ClassifyCommand.class,
            LatencyCommand.class,
            GrowthCommand.class,
            FaultsCommand.class,
            SoakCommand.class
        })
public final class BenchMain implements Runnable {

    @Spec
    private CommandSpec spec;

    private BenchMain() {}

    /**
     * Runs the command, and exits.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /**
     * The command line; it prints to the standard streams, and exits nothing.
     *
     * @return to be executed
     */
    public static CommandLine commandLine() {
        return new CommandLine(new BenchMain()).setExecutionExceptionHandler((failure, command, parsed) -> {
            boolean known = failure instanceof BenchException || failure instanceof StackException;
            command.getErr().println("bench: " + (known ? failure.getMessage() : failure.toString()));
            return 1;
        });
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "say which: sink, replay, producer, classify, latency, growth, faults or soak");
    }
}
