package io.vigil.spark;

import picocli.CommandLine;

/** The job that {@code spark-submit} starts, and {@code ./vigil replay}. */
public final class ReplayMain {

    private ReplayMain() {}

    /**
     * The command line.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        int exitCode = commandLine().execute(args);
        // On a cluster whose driver is in it, any exit, even this one, would count as a failure.
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    /** A command line that says in one line what went wrong. */
    static CommandLine commandLine() {
        return new CommandLine(new ReplayCommand()).setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println("replay: " + Failures.explain(failure));
            return 1;
        });
    }
}
