package io.vigil.stack;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./vigil demo}, {@code up}, {@code down} and {@code status}. Exit code 0, 1 (it did not work) or 2 (bad usage). */
@Command(
        name = "vigil",
        description = "The local stack: the real parts as processes of this machine.",
        mixinStandardHelpOptions = true,
        subcommands = {DemoCommand.class, UpCommand.class, DownCommand.class, StatusCommand.class})
public final class StackMain implements Runnable {

    @Spec
    private CommandSpec spec;

    StackMain() {}

    /**
     * Runs the command, and exits.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new StackMain()).setExecutionExceptionHandler((failure, command, parsed) -> {
            boolean known = failure instanceof StackException || failure instanceof IllegalArgumentException;
            command.getErr().println("vigil: " + (known ? failure.getMessage() : failure.toString()));
            return 1;
        });
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say which: demo, up, down or status");
    }
}
