package io.vigil.cluster;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a cluster said of itself at one moment.
 *
 * @param brokers the registered ones by id, fenced ones too; empty if only the controllers were asked
 * @param partitions of all topics, Kafka's own too
 * @param quorum the controllers
 */
record ClusterState(Map<Integer, Broker> brokers, List<Partition> partitions, Quorum quorum) {

    ClusterState {
        brokers = Map.copyOf(brokers);
        partitions = List.copyOf(partitions);
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
