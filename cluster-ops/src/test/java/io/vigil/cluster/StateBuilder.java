package io.vigil.cluster;

import io.vigil.cluster.ClusterState.Broker;
import io.vigil.cluster.ClusterState.Member;
import io.vigil.cluster.ClusterState.Partition;
import io.vigil.cluster.ClusterState.Quorum;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Builds a state: three brokers 1, 2, 3, three controllers 11, 12, 13 led by 11, all well; and then what is to be wrong. */
final class StateBuilder {

    static final long MAX_LAG_MS = 2_000;

    private final Map<Integer, Broker> brokers = new HashMap<>();
    private final Map<Integer, Member> voters = new HashMap<>();
    private final List<Member> observers = new ArrayList<>();
    private final Map<Integer, Long> observerLags = new HashMap<>();
    private final List<Partition> partitions = new ArrayList<>();
    private OptionalInt leader = OptionalInt.of(11);

    private StateBuilder() {}

    static StateBuilder wellCluster() {
        StateBuilder states = new StateBuilder();
        List.of(1, 2, 3).forEach(states::broker);
        List.of(11, 12, 13).forEach(states::voter);
        return states;
    }

    static StateBuilder empty() {
        return new StateBuilder();
    }

    StateBuilder broker(int id) {
        brokers.put(id, new Broker(id, false, true, "rack-" + id));
        return this;
    }

    StateBuilder fenced(int id) {
        brokers.put(id, new Broker(id, true, false, ""));
        return this;
    }

    StateBuilder silent(int id) {
        brokers.put(id, new Broker(id, false, false, ""));
        return this;
    }

    StateBuilder unregistered(int id) {
        brokers.remove(id);
        return this;
    }

    StateBuilder voter(int id) {
        voters.put(id, new Member(id, OptionalLong.of(0)));
        return this;
    }

    StateBuilder lagging(int id, long ms) {
        voters.put(id, new Member(id, OptionalLong.of(ms)));
        return this;
    }

    StateBuilder neverSeen(int id) {
        voters.put(id, new Member(id, OptionalLong.empty()));
        return this;
    }

    /** A broker that is behind with the metadata. */
    StateBuilder observerLagging(int id, long ms) {
        observerLags.put(id, ms);
        return this;
    }

    /** A controller that is no voter. */
    StateBuilder observer(int id, long lagMs) {
        observers.add(new Member(id, OptionalLong.of(lagMs)));
        return this;
    }

    StateBuilder leader(int id) {
        leader = OptionalInt.of(id);
        return this;
    }

    StateBuilder noLeader() {
        leader = OptionalInt.empty();
        return this;
    }

    /** One of the topic events on brokers 1, 2 and 3, which needs two of them. */
    StateBuilder partition(Set<Integer> isr) {
        return partition("events", 2, List.of(1, 2, 3), isr);
    }

    StateBuilder partition(String topic, int minIsr, List<Integer> replicas, Set<Integer> isr) {
        partitions.add(new Partition(
                topic,
                0,
                replicas,
                isr,
                isr.stream().mapToInt(Integer::intValue).min(),
                minIsr));
        return this;
    }

    StateBuilder offline(String topic, int minIsr, List<Integer> replicas, Set<Integer> isr) {
        partitions.add(new Partition(topic, 0, replicas, isr, OptionalInt.empty(), minIsr));
        return this;
    }

    ClusterState build() {
        List<Member> all = new ArrayList<>(observers);
        brokers.values().stream()
                .filter(broker -> !voters.containsKey(broker.id()))
                .map(broker -> new Member(
                        broker.id(),
                        OptionalLong.of(observerLags.getOrDefault(broker.id(), broker.isAlive() ? 0L : 60_000L))))
                .forEach(all::add);
        return new ClusterState(
                brokers, partitions, new Quorum(leader, List.copyOf(voters.values()), List.copyOf(all)));
    }
}
