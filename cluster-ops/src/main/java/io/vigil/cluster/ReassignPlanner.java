package io.vigil.cluster;

import io.vigil.cluster.ClusterState.Broker;
import io.vigil.cluster.ClusterState.Partition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds which replicas to move where. The number of replicas, and of preferred leaders, ends as even as the racks allow; a
 * partition never gets fewer racks than it had.
 */
final class ReassignPlanner {

    private final ReassignGoal goal;

    ReassignPlanner(ReassignGoal goal) {
        this.goal = goal;
    }

    /** @return what speaks against moving anything, a line each; nothing if there can be a plan */
    List<String> objections(ClusterState state) {
        List<String> objections = new ArrayList<>();
        for (int id : goal.brokers()) {
            if (!state.brokers().containsKey(id)) {
                objections.add("broker " + id + " is unknown");
            } else if (!state.isAlive(id)) {
                objections.add("broker " + id + " is not alive");
            }
        }
        Set<Integer> targets = targets(state);
        int racks = racks(state, targets);
        Set<String> tooFew = new LinkedHashSet<>();
        for (Partition partition : sorted(state)) {
            if (partition.leader().isEmpty()) {
                objections.add("partition " + partition + " is offline");
            } else if (!partition.isr().containsAll(partition.replicas())) {
                objections.add("partition " + partition + " is in sync only on brokers "
                        + new TreeSet<>(partition.isr()) + " of " + partition.replicas());
            }
            if (goal.drains() && partition.replicas().stream().anyMatch(goal::drains)) {
                if (targets.size() < partition.replicas().size()) {
                    tooFew.add("topic " + partition.topic() + " has "
                            + partition.replicas().size() + " replicas, and only brokers " + targets
                            + " would be left");
                } else if (racks(state, partition.replicas()) > racks) {
                    objections.add("partition " + partition + " is on " + racks(state, partition.replicas())
                            + " racks, and the brokers that would be left are on " + racks);
                }
            }
        }
        objections.addAll(tooFew);
        return objections;
    }

    /**
     * @param state one that nothing speaks against
     * @return the partitions that change, by topic and number
     */
    List<Move> plan(ClusterState state) {
        List<Partition> partitions = sorted(state);
        List<List<Integer>> layout = new ArrayList<>();
        partitions.forEach(partition -> layout.add(new ArrayList<>(partition.replicas())));
        Set<Integer> targets = targets(state);
        Replicas replicas = new Replicas(state, partitions, layout);
        if (goal.drains()) {
            replicas.drain(targets);
        }
        evenOut(targets, replicas);
        evenOut(targets, new Leaders(partitions, layout));
        List<Move> moves = new ArrayList<>();
        for (int i = 0; i < layout.size(); i++) {
            Partition partition = partitions.get(i);
            if (!partition.replicas().equals(layout.get(i))) {
                moves.add(new Move(partition.topic(), partition.number(), partition.replicas(), layout.get(i)));
            }
        }
        return moves;
    }

    private Set<Integer> targets(ClusterState state) {
        Set<Integer> targets = new TreeSet<>();
        state.brokers().keySet().stream()
                .filter(id -> state.isAlive(id) && !goal.drains(id))
                .forEach(targets::add);
        return targets;
    }

    private static List<Partition> sorted(ClusterState state) {
        return state.partitions().stream()
                .sorted(Comparator.comparing(Partition::topic).thenComparing(Partition::number))
                .toList();
    }

    private static int racks(ClusterState state, Collection<Integer> ids) {
        return Math.toIntExact(ids.stream()
                .map(id -> state.brokers().get(id))
                .flatMap(broker -> broker == null ? Stream.empty() : Stream.of(broker))
                .map(Broker::rack)
                .distinct()
                .count());
    }

    /**
     * Shifts load along the shortest ways from brokers with more to brokers with at least two less, until there is no way
     * left. Then no other allowed distribution is more even.
     */
    private static void evenOut(Set<Integer> brokers, Load load) {
        boolean shifted = true;
        while (shifted) {
            shifted = brokers.stream()
                    .sorted(Comparator.comparing((Integer id) -> -load.of(id)).thenComparing(Comparator.naturalOrder()))
                    .toList()
                    .stream()
                    .anyMatch(from -> shiftFrom(from, brokers, load));
        }
    }

    private static boolean shiftFrom(int from, Set<Integer> brokers, Load load) {
        if (brokers.stream().noneMatch(to -> load.of(from) - load.of(to) >= 2)) {
            return false;
        }
        List<Integer> leastFirst = brokers.stream()
                .sorted(Comparator.comparing(load::of).thenComparing(Comparator.naturalOrder()))
                .toList();
        Set<Integer> reached = new HashSet<>(Set.of(from));
        List<List<Step>> ways = List.of(List.of());
        while (!ways.isEmpty()) {
            List<List<Step>> longer = new ArrayList<>();
            List<Step> best = List.of();
            for (List<Step> way : ways) {
                int end = end(way, from);
                for (int to : leastFirst) {
                    int partition = reached.contains(to) ? -1 : load.shiftable(end, to, way);
                    if (partition < 0) {
                        continue;
                    }
                    reached.add(to);
                    List<Step> next = new ArrayList<>(way);
                    next.add(new Step(partition, end, to));
                    longer.add(next);
                    if (load.of(from) - load.of(to) >= 2
                            && (best.isEmpty() || load.of(to) < load.of(end(best, from)))) {
                        best = next;
                    }
                    if (ways.size() == 1 && !best.isEmpty()) {
                        break;
                    }
                }
            }
            if (!best.isEmpty()) {
                best.forEach(load::shift);
                return true;
            }
            ways = longer;
        }
        return false;
    }

    private static int end(List<Step> way, int start) {
        return way.isEmpty() ? start : way.get(way.size() - 1).to();
    }

    /** A partition's load, taken from one broker and given to another. */
    private record Step(int partition, int from, int to) {}

    /** What is spread: by broker, and by topic and broker, so that each topic ends spread, too. */
    private abstract static class Load {

        /** More than there are replicas. */
        private static final int CHEAP = 1_000_000_000;

        final List<Partition> partitions;
        final List<List<Integer>> layout;
        private final Map<Integer, Integer> counts = new HashMap<>();
        private final Map<String, Map<Integer, Integer>> topicCounts = new TreeMap<>();

        Load(List<Partition> partitions, List<List<Integer>> layout) {
            this.partitions = partitions;
            this.layout = layout;
        }

        /** Whether the partition's load can go from a broker, which has it, to another. */
        abstract boolean allowed(int partition, int from, int to);

        /** Whether that costs less than for other partitions. */
        abstract boolean cheap(int partition, int from);

        abstract boolean loads(int partition, int broker);

        abstract void apply(Step step);

        final int of(int broker) {
            return counts.getOrDefault(broker, 0);
        }

        final void count(int partition, int broker, int change) {
            counts.merge(broker, change, Integer::sum);
            topicCounts
                    .computeIfAbsent(partitions.get(partition).topic(), topic -> new HashMap<>())
                    .merge(broker, change, Integer::sum);
        }

        final void shift(Step step) {
            apply(step);
            count(step.partition(), step.from(), -1);
            count(step.partition(), step.to(), 1);
        }

        /** The partition that had best go from one broker to the other and is not on the way yet; -1 if none can. */
        final int shiftable(int from, int to, List<Step> way) {
            int best = -1;
            int bestGain = Integer.MIN_VALUE;
            for (int i = 0; i < layout.size(); i++) {
                int partition = i;
                if (!loads(i, from)) {
                    continue;
                }
                Map<Integer, Integer> topic = topicCounts.get(partitions.get(i).topic());
                int gain = topic.getOrDefault(from, 0) - topic.getOrDefault(to, 0) + (cheap(i, from) ? CHEAP : 0);
                if (gain > bestGain
                        && allowed(i, from, to)
                        && way.stream().noneMatch(step -> step.partition() == partition)) {
                    best = i;
                    bestGain = gain;
                }
            }
            return best;
        }
    }

    private final class Replicas extends Load {

        private final ClusterState state;

        Replicas(ClusterState state, List<Partition> partitions, List<List<Integer>> layout) {
            super(partitions, layout);
            this.state = state;
            for (int i = 0; i < layout.size(); i++) {
                int partition = i;
                layout.get(i).forEach(broker -> count(partition, broker, 1));
            }
        }

        private void drain(Set<Integer> targets) {
            for (int i = 0; i < layout.size(); i++) {
                int partition = i;
                layout.get(i).stream()
                        .filter(goal::drains)
                        .findFirst()
                        .ifPresent(drained -> targets.stream()
                                .filter(to -> keepsRacks(partition, drained, to))
                                .min(Comparator.comparing(this::of))
                                .ifPresent(to -> shift(new Step(partition, drained, to))));
            }
        }

        @Override
        boolean loads(int partition, int broker) {
            return layout.get(partition).contains(broker);
        }

        @Override
        boolean allowed(int partition, int from, int to) {
            // Whoever drains a broker has not asked for more than that: only what moves anyway has a choice.
            return (!goal.drains() || cheap(partition, from)) && keepsRacks(partition, from, to);
        }

        @Override
        boolean cheap(int partition, int from) {
            return !partitions.get(partition).replicas().contains(from);
        }

        private boolean keepsRacks(int partition, int from, int to) {
            if (layout.get(partition).contains(to)) {
                return false;
            }
            List<Integer> after = new ArrayList<>(layout.get(partition));
            after.set(after.indexOf(from), to);
            return racks(state, after) >= racks(state, partitions.get(partition).replicas());
        }

        @Override
        void apply(Step step) {
            List<Integer> replicas = layout.get(step.partition());
            replicas.set(replicas.indexOf(step.from()), step.to());
        }
    }

    private static final class Leaders extends Load {

        Leaders(List<Partition> partitions, List<List<Integer>> layout) {
            super(partitions, layout);
            for (int i = 0; i < layout.size(); i++) {
                count(i, layout.get(i).get(0), 1);
            }
        }

        @Override
        boolean loads(int partition, int broker) {
            return layout.get(partition).get(0) == broker;
        }

        @Override
        boolean allowed(int partition, int from, int to) {
            return layout.get(partition).contains(to);
        }

        @Override
        boolean cheap(int partition, int from) {
            return !partitions.get(partition).replicas().equals(layout.get(partition));
        }

        @Override
        void apply(Step step) {
            List<Integer> replicas = layout.get(step.partition());
            replicas.set(replicas.indexOf(step.to()), step.from());
            replicas.set(0, step.to());
        }
    }
}
