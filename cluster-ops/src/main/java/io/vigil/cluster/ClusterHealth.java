package io.vigil.cluster;

import io.vigil.cluster.ClusterState.Member;
import io.vigil.cluster.ClusterState.Partition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is wrong with a cluster.
 *
 * @param problems what somebody has to see to, a line each; no node may be restarted until that is done
 * @param warnings what works, and stands in the way of a restart by design
 * @param notes what could be done
 */
record ClusterHealth(List<String> problems, List<String> warnings, List<String> notes) {

    static ClusterHealth of(ClusterState state, long maxLagMs) {
        List<String> problems = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        if (state.quorum().leader().isEmpty()) {
            problems.add("the controllers have no leader");
        }
        state.quorum().voters().stream()
                .filter(voter -> !voter.isCaughtUp(maxLagMs))
                .forEach(voter -> problems.add("controller " + voter.id() + " is not caught up"));
        state.brokers().values().stream()
                .filter(broker -> !broker.isAlive())
                .forEach(broker -> problems.add("broker " + broker.id()
                        + (broker.fenced() ? " is fenced: it is down, or not yet up" : " does not answer")));
        missing(state)
                .forEach((id, count) ->
                        problems.add("broker " + id + " is not registered, and should have " + count + " replicas"));
        state.partitions().forEach(partition -> {
            problem(partition).forEach(problems::add);
            if (partition.hasNoneToSpare()) {
                warnings.add("partition " + partition + " has "
                        + partition.replicas().size() + " replicas and needs " + partition.minIsr()
                        + ": it cannot be written while any of nodes " + partition.replicas() + " is down");
            }
        });
        if (problems.isEmpty()) {
            warnings.addAll(tooFew(state, maxLagMs));
        }
        return new ClusterHealth(List.copyOf(problems), List.copyOf(warnings), List.of());
    }

    private static SortedMap<Integer, Long> missing(ClusterState state) {
        return state.partitions().stream()
                .flatMap(partition -> partition.replicas().stream())
                .filter(id -> !state.brokers().containsKey(id))
                .collect(Collectors.groupingBy(id -> id, TreeMap::new, Collectors.counting()));
    }

    /** All is well, and still the gate would be shut: there are not enough nodes to do without one. */
    private static List<String> tooFew(ClusterState state, long maxLagMs) {
        Set<String> warnedOf = state.partitions().stream()
                .filter(Partition::hasNoneToSpare)
                .map(Partition::topic)
                .collect(Collectors.toSet());
        RestartGate gate = new RestartGate(maxLagMs, warnedOf, Set.of(), false);
        Stream<Integer> nodes = Stream.concat(
                state.brokers().keySet().stream(),
                state.quorum().voters().stream().map(Member::id));
        return nodes.distinct()
                .sorted()
                .flatMap(node -> gate.objections(state, node).stream()
                        .map(objection -> "node " + node + " must not be restarted: " + objection))
                .toList();
    }

    private static Stream<String> problem(Partition partition) {
        if (partition.leader().isEmpty()) {
            return Stream.of("partition " + partition + " is offline");
        }
        List<Integer> missing = new ArrayList<>(partition.replicas());
        missing.removeAll(partition.isr());
        if (missing.isEmpty()) {
            return Stream.empty();
        }
        String under = partition.isr().size() < partition.minIsr() ? ", and cannot be written" : "";
        return Stream.of("partition " + partition + " is in sync only on nodes " + new TreeSet<>(partition.isr())
                + ", not on " + missing + under);
    }
}
