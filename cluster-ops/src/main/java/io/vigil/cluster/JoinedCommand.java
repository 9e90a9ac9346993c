package io.vigil.cluster;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "joined",
        mixinStandardHelpOptions = true,
        description =
                "Waits until a node takes part: caught up with the controllers, registered, not fenced, and in sync for all "
                        + "partitions that it hosts.")
final class JoinedCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Patience patience = Patience.of(Duration.ofMinutes(5));

    @Mixin
    private LagOption lag;

    @Option(names = "--node", required = true, paramLabel = "ID", description = "node.id of the node.")
    private int node;

    @Option(
            names = "--observer",
            description = "It is a controller that is no voter yet: all that counts is that it has caught up.")
    private boolean observer;

    @Override
    public Integer call() {
        Membership membership = new Membership(lag.maxLagMs());
        List<String> lacks;
        try (ClusterReader reader = connection.reader()) {
            lacks = patience.await(() ->
                    observer ? membership.lacksAsObserver(reader.read(), node) : membership.lacks(reader.read(), node));
        }
        if (lacks.isEmpty()) {
            spec.commandLine().getOut().println("node " + node + " takes part");
            return CommandLine.ExitCode.OK;
        }
        lacks.forEach(lack -> spec.commandLine().getErr().println(lack));
        return CommandLine.ExitCode.SOFTWARE;
    }
}
