package io.vigil.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "reassign",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(plan | execute)",
        description = "Moves replicas onto new brokers, or away from one that is to be removed.",
        subcommands = {ReassignCommand.Plan.class, ReassignCommand.Execute.class})
final class ReassignCommand {

    private static final String LAST = "moves: ";

    private ReassignCommand() {}

    private static List<Move> planned(Admin admin, ReassignGoal goal) throws ExecutionException, InterruptedException {
        ClusterState state = new ClusterReader(admin).read();
        ReassignPlanner planner = new ReassignPlanner(goal);
        List<String> objections = planner.objections(state);
        if (!objections.isEmpty()) {
            throw new ReassignException(String.join(System.lineSeparator(), objections));
        }
        return planner.plan(state);
    }

    private static void refuse(List<Move> inProgress) {
        if (!inProgress.isEmpty()) {
            List<String> lines = new ArrayList<>();
            inProgress.forEach(move -> lines.add("in progress: " + move));
            lines.add("partitions are being reassigned already; to wait for them first, execute with --resume");
            throw new ReassignException(String.join(System.lineSeparator(), lines));
        }
    }

    private static void printJson(PrintWriter out, List<Move> moves) throws JsonProcessingException {
        out.println(new ObjectMapper().writeValueAsString(Map.of("moves", moves)));
    }

    @Command(
            name = "plan",
            mixinStandardHelpOptions = true,
            description = "Prints what execute would do, a line each partition. Changes nothing.")
    static final class Plan implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private ConnectionOptions connection;

        @ArgGroup(multiplicity = "1")
        private ReassignGoal goal;

        @Option(names = "--json", description = "Print one line of JSON.")
        private boolean json;

        @Override
        public Integer call() throws ExecutionException, InterruptedException, JsonProcessingException {
            List<Move> moves;
            try (Admin admin = connection.connect()) {
                refuse(new Reassignment(admin, spec.commandLine().getErr()).inProgress());
                moves = planned(admin, goal);
            }
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                printJson(out, moves);
            } else {
                moves.forEach(out::println);
                out.println(LAST + moves.size());
            }
            return CommandLine.ExitCode.OK;
        }
    }

    @Command(
            name = "execute",
            mixinStandardHelpOptions = true,
            description = {
                "Plans, moves, waits until all is in sync, and elects the preferred leaders.",
                "What is copied is throttled meanwhile; the throttle is removed at the end, also at a bad one. A kill -9 leaves "
                        + "it; then --resume and --replace-throttle go on."
            })
    static final class Execute implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private ConnectionOptions connection;

        @ArgGroup(multiplicity = "1")
        private ReassignGoal goal;

        @Option(
                names = "--throttle",
                defaultValue = "52428800",
                paramLabel = "BYTES_PER_SECOND",
                description = "How much a broker may send, and receive, for this; ${DEFAULT-VALUE} by default.")
        private long throttle;

        @Option(
                names = "--timeout",
                defaultValue = "PT1H",
                paramLabel = "DURATION",
                description = "How long to wait for the copies; ${DEFAULT-VALUE} by default.")
        private Duration timeout;

        @Option(
                names = "--resume",
                description = "Wait first for what is being reassigned already, throttled, and then do the rest.")
        private boolean resume;

        @Option(
                names = "--replace-throttle",
                description = "Overwrite, and at the end remove, a throttle that is set already.")
        private boolean replaceThrottle;

        @Option(names = "--json", description = "Print one line of JSON, when all is done.")
        private boolean json;

        @Override
        public Integer call() throws ExecutionException, InterruptedException, JsonProcessingException {
            if (throttle <= 0) {
                throw new ParameterException(spec.commandLine(), "--throttle must be more than 0");
            }
            if (timeout.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new ParameterException(spec.commandLine(), "--timeout must be a second at least");
            }
            PrintWriter out = spec.commandLine().getOut();
            List<Move> done = new ArrayList<>();
            try (Admin admin = connection.connect()) {
                Reassignment reassignment =
                        new Reassignment(admin, spec.commandLine().getErr());
                List<Move> inProgress = reassignment.inProgress();
                if (resume) {
                    print(out, inProgress);
                    reassignment.run(inProgress, true, throttle, replaceThrottle, timeout);
                    done.addAll(inProgress);
                } else {
                    refuse(inProgress);
                }
                List<Move> moves = planned(admin, goal);
                print(out, moves);
                reassignment.run(moves, false, throttle, replaceThrottle, timeout);
                done.addAll(moves);
                reassignment.electPreferredLeaders();
            }
            if (json) {
                printJson(out, done);
            } else {
                out.println(LAST + done.size());
            }
            return CommandLine.ExitCode.OK;
        }

        private void print(PrintWriter out, List<Move> moves) {
            if (!json) {
                moves.forEach(out::println);
                out.flush();
            }
        }
    }
}
