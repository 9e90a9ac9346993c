package io.vigil.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The answer to "is this node back?": it takes part, and has all that it should have. */
final class Membership {

    private final long maxLagMs;

    /** @param maxLagMs how far behind the active controller a caught-up node may be */
    Membership(long maxLagMs) {
        this.maxLagMs = maxLagMs;
    }

    /** @return what the node lacks, a line each; nothing if it is back */
    List<String> lacks(ClusterState state, int node) {
        List<String> lacks = new ArrayList<>(lacksAsObserver(state, node));
        boolean isController = state.quorum().hasVoter(node);
        if (state.brokers().containsKey(node) || !isController) {
            if (!state.brokers().containsKey(node)) {
                lacks.add(
                        state.isOfControllersOnly()
                                ? "node " + node + " is not a voter, and only the controllers were asked"
                                : "broker " + node + " is not registered");
            } else if (state.brokers().get(node).fenced()) {
                lacks.add("broker " + node + " is fenced");
            } else if (!state.isAlive(node)) {
                lacks.add("broker " + node + " does not answer");
            }
            state.partitions().stream()
                    .filter(partition -> partition.replicas().contains(node)
                            && !partition.isr().contains(node))
                    .forEach(partition -> lacks.add("node " + node + " is not in sync for partition " + partition));
        }
        return lacks;
    }

    /** @return what a controller lacks that is to become a voter; nothing if it has the metadata */
    List<String> lacksAsObserver(ClusterState state, int node) {
        boolean caughtUp = Stream.concat(state.quorum().voters().stream(), state.quorum().observers().stream())
                .anyMatch(member -> member.id() == node && member.isCaughtUp(maxLagMs));
        return caughtUp ? List.of() : List.of("node " + node + " is not caught up with the active controller");
    }
}
