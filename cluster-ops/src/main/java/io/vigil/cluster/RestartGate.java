package io.vigil.cluster;

import io.vigil.cluster.ClusterState.Member;
import io.vigil.cluster.ClusterState.Partition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The one answer to "may this node be restarted now?". It may if the cluster goes on without it: each partition of its
 * can still be written, a majority of the controllers is caught up without it, and nothing is broken already.
 */
final class RestartGate {

    /**
     * controller.quorum.fetch.timeout.ms is 2 seconds by default; what is read here is already a little old, so a voter
     * that fetches all the time may seem to lag by some tenths of a second.
     */
    static final long DEFAULT_MAX_LAG_MS = 2_000;

    private final long maxLagMs;
    private final Set<String> acceptedOffline;

    /**
     * @param maxLagMs how far behind the active controller a voter may be to be counted
     * @param acceptedOffline topics whose partitions may have too few copies while the node restarts
     */
    RestartGate(long maxLagMs, Set<String> acceptedOffline) {
        this.maxLagMs = maxLagMs;
        this.acceptedOffline = Set.copyOf(acceptedOffline);
    }

    /** @return what speaks against a restart of the node, a line each; nothing if it may be restarted */
    List<String> objections(ClusterState state, int node) {
        boolean isBroker = state.brokers().containsKey(node);
        boolean isVoter = state.quorum().hasVoter(node);
        if (!isBroker && !isVoter) {
            return List.of("node " + node + " is neither a registered broker nor a voter");
        }
        return Stream.concat(partitions(state, node), quorum(state, node)).toList();
    }

    private Stream<String> partitions(ClusterState state, int node) {
        boolean alive = state.isAlive(node);
        return state.partitions().stream()
                .filter(partition -> !acceptedOffline.contains(partition.topic()))
                .flatMap(partition -> partition(state, partition, node, alive));
    }

    private static Stream<String> partition(ClusterState state, Partition partition, int node, boolean alive) {
        Set<Integer> without = new TreeSet<>(partition.isr());
        without.removeIf(id -> id == node || !state.isAlive(id));
        // A node that is down takes nothing away when it is started, and may be what is missing.
        if (!alive) {
            return Stream.empty();
        }
        if (partition.leader().isEmpty()) {
            return Stream.of(
                    "partition " + partition + " is offline, its replicas are on nodes " + partition.replicas());
        }
        if (partition.isr().contains(node)) {
            if (without.size() >= partition.minIsr()) {
                return Stream.empty();
            }
            String wanted = ", " + partition.minIsr() + " are needed (min.insync.replicas)";
            if (partition.replicas().size() <= partition.minIsr()) {
                return Stream.of("partition " + partition + " has "
                        + partition.replicas().size() + " replicas on nodes "
                        + partition.replicas() + wanted + ": it cannot be written while any of them is down; "
                        + "reassign it to more, or accept that with --accept-offline " + partition.topic());
            }
            return Stream.of("partition " + partition + " would have in-sync replicas only on nodes " + without
                    + " without node " + node + wanted + lagging(partition));
        }
        if (partition.isr().size() < partition.minIsr()) {
            return Stream.of(
                    "partition " + partition + " has in-sync replicas only on nodes " + new TreeSet<>(partition.isr())
                            + ", " + partition.minIsr() + " are needed (min.insync.replicas)" + lagging(partition));
        }
        return Stream.empty();
    }

    private static String lagging(Partition partition) {
        List<Integer> lagging = new ArrayList<>(partition.replicas());
        lagging.removeAll(partition.isr());
        return lagging.isEmpty() ? "" : "; not in sync: nodes " + lagging;
    }

    private Stream<String> quorum(ClusterState state, int node) {
        ClusterState.Quorum quorum = state.quorum();
        if (quorum.leader().isEmpty()) {
            return Stream.of("the controllers have no leader");
        }
        if (!quorum.hasVoter(node)) {
            return Stream.empty();
        }
        List<Integer> caughtUp = quorum.voters().stream()
                .filter(voter -> voter.id() != node && voter.isCaughtUp(maxLagMs))
                .map(Member::id)
                .sorted()
                .toList();
        if (caughtUp.size() >= quorum.majority()) {
            return Stream.empty();
        }
        return Stream.of("controllers " + caughtUp + " are caught up without node " + node + ", " + quorum.majority()
                + " of " + quorum.voters().size() + " voters are needed");
    }
}
