package io.vigil.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigil.cluster.ClusterState.Member;
import io.vigil.cluster.ClusterState.Quorum;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "order",
        mixinStandardHelpOptions = true,
        description =
                "Prints in which order to restart the nodes, as JSON: the voters with the active controller last of them, so that "
                        + "the lead changes once, and then the brokers.")
final class OrderCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Override
    public Integer call() throws ExecutionException, InterruptedException, JsonProcessingException {
        ClusterState state;
        try (Admin admin = connection.connect()) {
            state = new ClusterReader(admin).read();
        }
        Map<String, Object> order = Map.of(
                "voters",
                voters(state.quorum()),
                "brokers",
                new TreeSet<>(state.brokers().keySet()));
        spec.commandLine().getOut().println(new ObjectMapper().writeValueAsString(order));
        return CommandLine.ExitCode.OK;
    }

    static List<Integer> voters(Quorum quorum) {
        int leader = quorum.leader().orElse(-1);
        return quorum.voters().stream()
                .map(Member::id)
                .sorted(Comparator.comparing((Integer id) -> id == leader).thenComparing(Comparator.naturalOrder()))
                .toList();
    }
}
