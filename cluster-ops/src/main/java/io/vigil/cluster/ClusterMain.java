package io.vigil.cluster;

import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
        name = "vigil-cluster",
        mixinStandardHelpOptions = true,
        description = "Judges and changes a Kafka cluster.",
        subcommands = {
            GateCommand.class,
            JoinedCommand.class,
            HealthCommand.class,
            OrderCommand.class,
            DescribeCommand.class,
            ResourcesCommand.class,
            ReassignCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:yes, or done", "1:no, or it cannot be told", "2:wrong usage"})
public final class ClusterMain {

    private ClusterMain() {}

    /**
     * Runs a command, and ends the JVM with its exit code.
     *
     * @param args as a shell gives them
     */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new ClusterMain())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    if (e instanceof ExecutionException || e instanceof KafkaException) {
                        command.getErr().println(unreadable(e));
                        return CommandLine.ExitCode.SOFTWARE;
                    }
                    if (e instanceof ReassignException) {
                        command.getErr().println(e.getMessage());
                        // What went wrong while cleaning up is no less urgent.
                        Stream.of(e.getSuppressed())
                                .forEach(also -> command.getErr().println(also.getMessage()));
                        return CommandLine.ExitCode.SOFTWARE;
                    }
                    throw e;
                });
    }

    /** Why the cluster could not be asked, in one line. */
    static String unreadable(Exception e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return "the cluster cannot be asked: " + cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }
}
