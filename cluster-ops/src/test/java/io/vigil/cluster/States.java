package io.vigil.cluster;

import io.vigil.cluster.ClusterState.Broker;
import io.vigil.cluster.ClusterState.Member;
import io.vigil.cluster.ClusterState.Partition;
import io.vigil.cluster.ClusterState.Quorum;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** A healthy cluster of three brokers, 1 to 3, and three voters, 101 to 103, and what differs from it. */
final class States {

    static final long MAX_LAG_MS = 2_000;

    private States() {}

    static ClusterState healthy() {
        return of(partition(Set.of(1, 2, 3)));
    }

    static ClusterState of(Partition... partitions) {
        return new ClusterState(Map.of(1, broker(1), 2, broker(2), 3, broker(3)), List.of(partitions), quorum());
    }

    static ClusterState withFenced(ClusterState state, int id) {
        return with(state, new Broker(id, true, false, ""));
    }

    /** It is dead, and the controllers have not noticed yet. */
    static ClusterState withSilent(ClusterState state, int id) {
        return with(state, new Broker(id, false, false, ""));
    }

    private static ClusterState with(ClusterState state, Broker broker) {
        Map<Integer, Broker> brokers = new HashMap<>(state.brokers());
        brokers.put(broker.id(), broker);
        return new ClusterState(brokers, state.partitions(), state.quorum());
    }

    static ClusterState without(ClusterState state, int id) {
        Map<Integer, Broker> brokers = new HashMap<>(state.brokers());
        brokers.remove(id);
        return new ClusterState(brokers, state.partitions(), state.quorum());
    }

    static ClusterState with(ClusterState state, Quorum quorum) {
        return new ClusterState(state.brokers(), state.partitions(), quorum);
    }

    /** Has replicas on all three brokers, and needs two. */
    static Partition partition(Set<Integer> isr) {
        OptionalInt leader = isr.stream().mapToInt(Integer::intValue).min();
        return new Partition("events", 0, List.of(1, 2, 3), isr, leader, 2);
    }

    static Quorum quorum() {
        return quorum(OptionalInt.of(101), OptionalLong.of(0), OptionalLong.of(400));
    }

    /**
     * @param lag2 of voter 102
     * @param lag3 of voter 103
     */
    static Quorum quorum(OptionalInt leader, OptionalLong lag2, OptionalLong lag3) {
        return new Quorum(
                leader,
                List.of(new Member(101, OptionalLong.of(0)), new Member(102, lag2), new Member(103, lag3)),
                observers(OptionalLong.of(100)));
    }

    /** @param lag of broker 1 */
    static List<Member> observers(OptionalLong lag) {
        return List.of(new Member(1, lag), new Member(2, OptionalLong.of(0)), new Member(3, OptionalLong.of(0)));
    }

    private static Broker broker(int id) {
        return new Broker(id, false, true, "");
    }
}
