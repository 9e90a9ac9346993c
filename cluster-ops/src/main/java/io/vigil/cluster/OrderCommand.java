package io.vigil.cluster;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigil.cluster.ClusterState.Member;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
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
                        + "the lead changes once, and then the brokers. Beside them the leader, the observers, and each broker's "
                        + "rack.")
final class OrderCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Override
    public Integer call() throws ExecutionException, InterruptedException, JsonProcessingException {
        ClusterState state;
        try (ClusterReader reader = connection.reader()) {
            state = reader.read();
        }
        spec.commandLine().getOut().println(new ObjectMapper().writeValueAsString(Order.of(state)));
        return CommandLine.ExitCode.OK;
    }

    /**
     * @param leader -1 while there is none
     * @param voters the leader last
     * @param racks of the brokers that have one
     */
    @JsonPropertyOrder({"leader", "voters", "observers", "brokers", "racks"})
    record Order(
            int leader,
            List<Integer> voters,
            List<Integer> observers,
            Set<Integer> brokers,
            SortedMap<Integer, String> racks) {

        static Order of(ClusterState state) {
            int leader = state.quorum().leader().orElse(-1);
            SortedMap<Integer, String> racks = new TreeMap<>();
            state.brokers().values().stream()
                    .filter(broker -> !broker.rack().isEmpty())
                    .forEach(broker -> racks.put(broker.id(), broker.rack()));
            Comparator<Integer> leaderLast = Comparator.comparing(id -> id == leader);
            return new Order(
                    leader,
                    ids(state.quorum().voters(), leaderLast.thenComparing(Comparator.naturalOrder())),
                    ids(state.quorum().observers(), Comparator.naturalOrder()),
                    new TreeSet<>(state.brokers().keySet()),
                    racks);
        }

        private static List<Integer> ids(List<Member> members, Comparator<Integer> order) {
            return members.stream().map(Member::id).sorted(order).toList();
        }
    }
}
