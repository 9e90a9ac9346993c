package io.vigil.cluster;

import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Option;

/** What a reassignment is for; one of the two is given. */
final class ReassignGoal {

    @Option(
            names = "--add",
            required = true,
            split = ",",
            paramLabel = "ID",
            description = "A new broker, which gets its share of the replicas. Can be given again.")
    private Set<Integer> add = Set.of();

    @Option(
            names = "--drain",
            required = true,
            paramLabel = "ID",
            description = "A broker to be removed, which gives all its replicas to the others.")
    private Integer drain;

    static ReassignGoal add(Integer... ids) {
        ReassignGoal goal = new ReassignGoal();
        goal.add = Set.of(ids);
        return goal;
    }

    static ReassignGoal drain(int id) {
        ReassignGoal goal = new ReassignGoal();
        goal.drain = id;
        return goal;
    }

    /** The brokers that it names. */
    Set<Integer> brokers() {
        return drain == null ? new TreeSet<>(add) : Set.of(drain);
    }

    boolean drains() {
        return drain != null;
    }

    boolean drains(int id) {
        return drain != null && drain == id;
    }
}
