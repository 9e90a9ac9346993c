package io.vigil.cluster;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a cluster said of itself at one moment, in order of ids and names.
 *
 * @param brokers the registered ones by id, fenced ones too; empty if only the controllers were asked
 * @param partitions of all topics, Kafka's own too
 * @param quorum the controllers
 */
record ClusterState(Map<Integer, Broker> brokers, List<Partition> partitions, Quorum quorum) {

    ClusterState {
        brokers = Collections.unmodifiableMap(new TreeMap<>(brokers));
        partitions = partitions.stream()
                .sorted(Comparator.comparing(Partition::topic).thenComparing(Partition::number))
                .toList();
    }

    /** Whether no broker was asked; one that answers is registered. */
    boolean isOfControllersOnly() {
        return brokers.isEmpty();
    }

    /** Whether no other node could stand in for any. */
    boolean isOfOneNode() {
        return brokers.size() == 1 && quorum.voters().size() == 1;
    }

    /** Whether a broker is registered, takes part, and answers. */
    boolean isAlive(int id) {
        return brokers.containsKey(id) && brokers.get(id).isAlive();
    }

    /**
     * A registered broker.
     *
     * @param fenced registered, and not taking part: down, or not yet up
     * @param answers whether it has just answered itself; the controllers notice only after seconds that it does not
     * @param rack empty if it has none
     */
    record Broker(int id, boolean fenced, boolean answers, String rack) {

        boolean isAlive() {
            return !fenced && answers;
        }
    }

    /**
     * A partition.
     *
     * @param replicas ids, the preferred leader first
     * @param leader empty while it is offline
     * @param minIsr the topic's effective min.insync.replicas
     */
    record Partition(
            String topic, int number, List<Integer> replicas, Set<Integer> isr, OptionalInt leader, int minIsr) {

        Partition {
            replicas = List.copyOf(replicas);
            isr = Set.copyOf(isr);
        }

        /** Whether it cannot be written, by design, while any of its nodes is down. */
        boolean hasNoneToSpare() {
            return replicas.size() <= minIsr;
        }

        @Override
        public String toString() {
            return topic + "-" + number;
        }
    }

    /**
     * The controllers.
     *
     * @param leader the active controller; empty while there is none
     */
    record Quorum(OptionalInt leader, List<Member> voters, List<Member> observers) {

        Quorum {
            voters = List.copyOf(voters);
            observers = List.copyOf(observers);
        }

        /** How many voters have to agree. */
        int majority() {
            return voters.size() / 2 + 1;
        }

        boolean hasVoter(int id) {
            return voters.stream().anyMatch(voter -> voter.id() == id);
        }
    }

    /**
     * A node that reads the metadata log.
     *
     * @param lagMs how long ago it had all of the log, compared with the leader; empty if the leader does not know
     */
    record Member(int id, OptionalLong lagMs) {

        /** Whether it had all of the log so recently that its vote can be counted on. */
        boolean isCaughtUp(long maxLagMs) {
            return lagMs.isPresent() && lagMs.getAsLong() <= maxLagMs;
        }
    }
}
