package io.vigil.producer;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands that send events. */
@Command(
        name = "producer",
        mixinStandardHelpOptions = true,
        description = "Sends events to device-events.",
        subcommands = SimulateCommand.class)
public final class ProducerMain {

    private ProducerMain() {}

    /**
     * The command line.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new ProducerMain())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println(command.getCommandName() + ": " + failure);
                    return 1;
                })
                .execute(args));
    }
}
