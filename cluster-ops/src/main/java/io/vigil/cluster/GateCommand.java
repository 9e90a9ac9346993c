package io.vigil.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "gate",
        mixinStandardHelpOptions = true,
        description = {
            "Tells whether a node may be restarted now.",
            "It may if no other node is down, each partition that it hosts keeps min.insync.replicas without it, a majority of the "
                    + "controllers is caught up without it, and nothing is offline or short of replicas already. What cannot be "
                    + "told counts as no."
        })
final class GateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Patience patience = Patience.of(Duration.ofMinutes(1));

    @Mixin
    private LagOption lag;

    @Option(names = "--node", required = true, paramLabel = "ID", description = "node.id of the node.")
    private int node;

    @Option(
            names = "--accept-offline",
            paramLabel = "TOPIC",
            split = ",",
            description = "A topic that may be without enough replicas meanwhile. Can be given again.")
    private Set<String> acceptOffline = Set.of();

    @Option(
            names = "--accept-down",
            paramLabel = "ID",
            split = ",",
            description = "Another node that may be down meanwhile. Can be given again.")
    private Set<Integer> acceptDown = Set.of();

    @Option(
            names = "--accept-downtime",
            description = "A cluster of one broker and one controller may be down meanwhile.")
    private boolean acceptDowntime;

    private List<String> warnings = List.of();

    @Override
    public Integer call() {
        RestartGate gate = new RestartGate(lag.maxLagMs(), acceptOffline, acceptDown, acceptDowntime);
        List<String> objections;
        try (ClusterReader reader = connection.reader()) {
            objections = patience.await(() -> judge(gate, reader.read()));
        }
        warnings.forEach(warning -> spec.commandLine().getErr().println("warning: node " + node + ": " + warning));
        if (objections.isEmpty()) {
            spec.commandLine().getOut().println("node " + node + " may be restarted");
            return CommandLine.ExitCode.OK;
        }
        objections.forEach(objection ->
                spec.commandLine().getErr().println("node " + node + " must not be restarted: " + objection));
        return CommandLine.ExitCode.SOFTWARE;
    }

    private List<String> judge(RestartGate gate, ClusterState state) {
        warnings = gate.warnings(state, node);
        return gate.objections(state, node);
    }
}
