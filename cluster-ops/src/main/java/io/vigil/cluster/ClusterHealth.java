package io.vigil.cluster;

import io.vigil.cluster.ClusterState.Partition;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What is wrong with a cluster.
 *
 * @param problems what somebody has to see to, a line each
 * @param warnings what works, and stands in the way of a restart by design
 */
record ClusterHealth(List<String> problems, List<String> warnings) {

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
        state.partitions().forEach(partition -> {
            problem(partition).forEach(problems::add);
            if (partition.replicas().size() <= partition.minIsr()) {
                warnings.add("partition " + partition + " has "
                        + partition.replicas().size() + " replicas and needs " + partition.minIsr()
                        + ": it cannot be written while any of nodes " + partition.replicas() + " is down");
            }
        });
        return new ClusterHealth(List.copyOf(problems), List.copyOf(warnings));
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
