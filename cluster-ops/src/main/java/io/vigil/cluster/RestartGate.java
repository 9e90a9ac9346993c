package io.vigil.cluster;

import io.vigil.cluster.ClusterState.Member;
import io.vigil.cluster.ClusterState.Partition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The one answer to "may this node be restarted now?". It may if no other node is down, each partition that it hosts can
 * still be written without it, a majority of the controllers is caught up without it, and nothing is broken already.
 *
 * <p>A broker that is fenced takes nothing away when it is started, and may be what is missing; so partitions do not hold
 * it back. One that only does not answer is judged like one that does: others may still hear it.
 */
final class RestartGate {

    private final long maxLagMs;
    private final Set<String> acceptedOffline;
    private final Set<Integer> acceptedDown;
    private final boolean downtimeAccepted;

    /**
     * @param maxLagMs how far behind the active controller a voter may be to be counted
     * @param acceptedOffline topics whose partitions may have too few copies while the node restarts
     * @param acceptedDown nodes that may be down meanwhile
     * @param downtimeAccepted whether a cluster of one broker and one controller may be down meanwhile; a larger one never
     */
    RestartGate(long maxLagMs, Set<String> acceptedOffline, Set<Integer> acceptedDown, boolean downtimeAccepted) {
        this.maxLagMs = maxLagMs;
        this.acceptedOffline = Set.copyOf(acceptedOffline);
        this.acceptedDown = Set.copyOf(acceptedDown);
        this.downtimeAccepted = downtimeAccepted;
    }

    /** @return what speaks against a restart of the node, a line each; nothing if it may be restarted */
    List<String> objections(ClusterState state, int node) {
        if (!state.brokers().containsKey(node) && !state.quorum().hasVoter(node)) {
            return List.of(
                    state.isOfControllersOnly()
                            ? "it is not a voter, and only the controllers were asked"
                            : "it is neither a registered broker nor a voter");
        }
        if (state.isOfOneNode()) {
            return downtimeAccepted
                    ? List.of()
                    : List.of("no other node is there to stand in for it; accept that with --accept-downtime");
        }
        return Stream.of(quorum(state, node), others(state, node), partitions(state, node))
                .flatMap(Function.identity())
                .toList();
    }

    /** @return what a restart of the node does, or what was not looked at, though nothing speaks against it; a line each */
    List<String> warnings(ClusterState state, int node) {
        if (state.isOfControllersOnly()) {
            return List.of("only the controllers were asked: brokers and partitions were not judged");
        }
        if (state.isOfOneNode()) {
            return List.of("nothing can be read or written while it is down");
        }
        return isFenced(state, node)
                ? List.of()
                : state.partitions().stream()
                        .filter(partition -> acceptedOffline.contains(partition.topic()))
                        .flatMap(partition -> partition(state, partition, node))
                        .map(reason -> "accepted: " + reason)
                        .toList();
    }

    private Stream<String> others(ClusterState state, int node) {
        if (state.isAlive(node) && state.brokers().keySet().stream().noneMatch(id -> id != node && state.isAlive(id))) {
            return Stream.of("no other broker is up");
        }
        return state.brokers().values().stream()
                .filter(broker -> broker.id() != node && !broker.isAlive() && !acceptedDown.contains(broker.id()))
                .map(broker -> "broker " + broker.id() + (broker.fenced() ? " is down" : " does not answer")
                        + "; bring it back first, or accept that with --accept-down " + broker.id());
    }

    private Stream<String> partitions(ClusterState state, int node) {
        if (isFenced(state, node)) {
            return Stream.empty();
        }
        return state.partitions().stream()
                .filter(partition -> !acceptedOffline.contains(partition.topic()))
                .flatMap(partition -> partition(state, partition, node));
    }

    private static boolean isFenced(ClusterState state, int node) {
        return state.brokers().containsKey(node) && state.brokers().get(node).fenced();
    }

    private static Stream<String> partition(ClusterState state, Partition partition, int node) {
        Set<Integer> without = new TreeSet<>(partition.isr());
        without.removeIf(id -> id == node || !state.isAlive(id));
        if (partition.leader().isEmpty()) {
            return Stream.of(
                    "partition " + partition + " is offline, its replicas are on nodes " + partition.replicas());
        }
        if (partition.isr().contains(node)) {
            if (without.size() >= partition.minIsr()) {
                return Stream.empty();
            }
            String wanted = ", " + partition.minIsr() + " are needed (min.insync.replicas)";
            if (partition.hasNoneToSpare()) {
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
        List<Integer> caughtUp = quorum.voters().stream()
                .filter(voter -> voter.id() != node && voter.isCaughtUp(maxLagMs))
                .map(Member::id)
                .sorted()
                .toList();
        if (quorum.hasVoter(node) && caughtUp.size() < quorum.majority()) {
            return Stream.of("only controllers " + caughtUp + " are caught up without it, " + quorum.majority() + " of "
                    + quorum.voters().size() + " voters are needed");
        }
        return quorum.voters().stream()
                .map(Member::id)
                .filter(id -> id != node && !caughtUp.contains(id) && !acceptedDown.contains(id))
                .map(id -> "controller " + id
                        + " is not caught up; bring it back first, or accept that with --accept-down " + id);
    }
}
