package io.vigil.producer;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands that send events. */
@Command(
        name = "vigil",
        mixinStandardHelpOptions = true,
        description = "Sends events to device-events.",
        subcommands = {SimulateCommand.class, ProduceCommand.class})
public final class ProducerMain {

    private ProducerMain() {}

    /**
     * The command line.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(handled(new CommandLine(new ProducerMain())).execute(args));
    }

    /** A command line that says in one line what went wrong. */
    static CommandLine handled(CommandLine commandLine) {
        return commandLine.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println(command.getCommandName() + ": " + explain(failure));
            return 1;
        });
    }

    /** What went wrong, in one line, with what caused it. */
    static String explain(Throwable failure) {
        if (failure instanceof NoSuchFileException missing) {
            return "there is no file " + missing.getFile();
        }
        if (failure instanceof AccessDeniedException denied) {
            return "the file " + denied.getFile() + " may not be read";
        }
        if (failure instanceof UncheckedIOException) {
            return explain(failure.getCause());
        }
        String message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return failure.getCause() == null ? message : message + ": " + explain(failure.getCause());
    }
}
