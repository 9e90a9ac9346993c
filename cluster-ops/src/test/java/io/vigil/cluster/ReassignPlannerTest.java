package io.vigil.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigil.cluster.ClusterState.Broker;
import io.vigil.cluster.ClusterState.Partition;
import io.vigil.cluster.ClusterState.Quorum;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReassignPlannerTest {

    @Test
    void gives_a_fourth_broker_the_share_of_its_rack() {
        ClusterState state = state(
                List.of("a", "b", "c", "a"),
                List.of(
                        partition("t", 0, 1, 2, 3),
                        partition("t", 1, 2, 3, 1),
                        partition("t", 2, 3, 1, 2),
                        partition("t", 3, 1, 2, 3)));

        List<Move> moves = new ReassignPlanner(ReassignGoal.add(4)).plan(state);

        Map<Integer, List<Integer>> after = after(state, moves);
        assertThat(count(after.values(), 1)).isEqualTo(2);
        assertThat(count(after.values(), 4)).isEqualTo(2);
        assertThat(leaders(after.values(), 4))
                .allSatisfy((broker, count) -> assertThat(count).isOne());
        assertThat(moves).map(Move::added).filteredOn(added -> !added.isEmpty()).containsOnly(List.of(4));
    }

    @Test
    void moves_only_as_many_as_a_new_broker_is_due_without_racks() {
        ClusterState state = state(
                List.of("", "", "", ""),
                IntStream.range(0, 8)
                        .mapToObj(i -> partition("t", i, 1 + i % 3, 1 + (i + 1) % 3, 1 + (i + 2) % 3))
                        .toList());

        List<Move> moves = new ReassignPlanner(ReassignGoal.add(4)).plan(state);

        assertThat(counts(after(state, moves).values(), 4).values()).containsOnly(6);
        assertThat(moves.stream().mapToInt(move -> move.added().size()).sum()).isEqualTo(6);
    }

    @Test
    void drains_a_broker_and_nothing_else() {
        ClusterState state = state(
                List.of("a", "b", "c", "a"),
                List.of(partition("t", 0, 4, 2, 3), partition("t", 1, 1, 2, 3), partition("one", 0, 4)));

        List<Move> moves = new ReassignPlanner(ReassignGoal.drain(4)).plan(state);

        assertThat(after(state, moves).values())
                .allSatisfy(replicas -> assertThat(replicas).doesNotContain(4));
        assertThat(moves.stream().mapToInt(move -> move.added().size()).sum()).isEqualTo(2);
    }

    @Test
    void reorders_without_copies_what_has_only_uneven_leaders() {
        ClusterState state = state(List.of("", ""), List.of(partition("t", 0, 1, 2), partition("t", 1, 1, 2)));

        List<Move> moves = new ReassignPlanner(ReassignGoal.add(2)).plan(state);

        assertThat(moves).map(Move::toString).containsExactly("t-0: [1,2] -> [2,1]");
    }

    @Test
    void goes_over_a_third_broker_where_the_racks_allow_no_direct_way() {
        // Nothing of 1 may go to 4, which shares a rack with the other replica; it may go to 2, and 2's to 4.
        ClusterState state = state(
                List.of("a", "c", "b", "b"),
                List.of(
                        partition("t", 0, 1, 3),
                        partition("t", 1, 1, 3),
                        partition("t", 2, 1, 3),
                        partition("u", 0, 2),
                        partition("u", 1, 2)));

        List<Move> moves = new ReassignPlanner(ReassignGoal.add(4)).plan(state);

        assertThat(counts(after(state, moves).values(), 4).values()).containsExactlyInAnyOrder(2, 2, 2, 2);
    }

    @Test
    void refuses_unknown_and_dead_brokers() {
        ClusterState state = new ClusterState(
                Map.of(1, new Broker(1, false, true, ""), 2, new Broker(2, true, false, "")),
                List.of(),
                new Quorum(OptionalInt.empty(), List.of(), List.of()));

        assertThat(new ReassignPlanner(ReassignGoal.add(2, 9)).objections(state))
                .containsExactly("broker 2 is not alive", "broker 9 is unknown");
        assertThat(new ReassignPlanner(ReassignGoal.drain(2)).objections(state))
                .containsExactly("broker 2 is not alive");
    }

    @Test
    void refuses_to_leave_fewer_brokers_or_racks_than_a_partition_has() {
        ClusterState brokers = state(List.of("", ""), List.of(partition("t", 0, 1, 2), partition("t", 1, 1, 2)));
        ClusterState racks = state(List.of("a", "b", "b"), List.of(partition("t", 0, 1, 2)));

        assertThat(new ReassignPlanner(ReassignGoal.drain(1)).objections(brokers))
                .containsExactly("topic t has 2 replicas, and only brokers [2] would be left");
        assertThat(new ReassignPlanner(ReassignGoal.drain(1)).objections(racks))
                .containsExactly("partition t-0 is on 2 racks, and the brokers that would be left are on 1");
        assertThat(new ReassignPlanner(ReassignGoal.drain(3)).objections(racks)).isEmpty();
    }

    @Test
    void refuses_while_a_partition_is_offline_or_short_of_replicas() {
        ClusterState state = state(
                List.of("", "", ""),
                List.of(
                        new Partition("t", 0, List.of(1), Set.of(1), OptionalInt.empty(), 1),
                        new Partition("t", 1, List.of(1, 2), Set.of(2), OptionalInt.of(2), 1)));

        assertThat(new ReassignPlanner(ReassignGoal.add(3)).objections(state))
                .containsExactly("partition t-0 is offline", "partition t-1 is in sync only on brokers [2] of [1, 2]");
    }

    @Property(tries = 500)
    void keeps_its_promises_for_a_new_broker(
            @ForAll @IntRange(min = 2, max = 7) int brokers,
            @ForAll @IntRange(min = 1, max = 4) int racks,
            @ForAll @IntRange(max = 40) int partitions,
            @ForAll long seed) {
        ClusterState state = random(brokers, brokers - 1, racks, partitions, seed);
        ReassignPlanner planner = new ReassignPlanner(ReassignGoal.add(brokers));

        List<Move> moves = planner.plan(state);

        assertThat(planner.objections(state)).isEmpty();
        Map<Integer, List<Integer>> after = after(state, moves);
        assertSound(state, after);
        if (racks == 1) {
            assertEven(counts(after.values(), brokers).values());
            assertThat(moves.stream().mapToInt(move -> move.added().size()).sum())
                    .isEqualTo(fewest(counts(after(state, List.of()).values(), brokers)));
        }
        assertThat(planner.plan(with(state, after))).isEmpty();
    }

    @Property(tries = 500)
    void keeps_its_promises_for_a_drained_broker(
            @ForAll @IntRange(min = 2, max = 7) int brokers,
            @ForAll @IntRange(min = 1, max = 4) int racks,
            @ForAll @IntRange(max = 40) int partitions,
            @ForAll long seed) {
        ClusterState state = random(brokers, brokers, racks, partitions, seed);
        ReassignPlanner planner = new ReassignPlanner(ReassignGoal.drain(brokers));
        if (!planner.objections(state).isEmpty()) {
            return;
        }

        List<Move> moves = planner.plan(state);

        Map<Integer, List<Integer>> after = after(state, moves);
        assertSound(state, after);
        assertThat(count(after.values(), brokers)).isZero();
        assertThat(moves.stream().mapToInt(move -> move.added().size()).sum())
                .isEqualTo(count(after(state, List.of()).values(), brokers));
        assertThat(planner.plan(with(state, after))).isEmpty();
    }

    @Property(tries = 200)
    void spreads_leaders_evenly_where_each_broker_has_every_partition(
            @ForAll @IntRange(min = 1, max = 5) int brokers,
            @ForAll @IntRange(max = 40) int partitions,
            @ForAll long seed) {
        Random random = new Random(seed);
        List<Partition> all = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            all.add(partition("t", i, some(random, brokers, brokers)));
        }
        ClusterState state = state(Collections.nCopies(brokers, ""), all);

        List<Move> moves = new ReassignPlanner(ReassignGoal.add(1)).plan(state);

        assertEven(leaders(after(state, moves).values(), brokers).values());
        assertThat(moves).allSatisfy(move -> assertThat(move.added()).isEmpty());
    }

    private static void assertSound(ClusterState state, Map<Integer, List<Integer>> after) {
        for (int i = 0; i < state.partitions().size(); i++) {
            List<Integer> before = state.partitions().get(i).replicas();
            assertThat(after.get(i)).hasSameSizeAs(before).doesNotHaveDuplicates();
            assertThat(racks(state, after.get(i))).isGreaterThanOrEqualTo(racks(state, before));
        }
    }

    private static void assertEven(Collection<Integer> counts) {
        assertThat(Collections.max(counts) - Collections.min(counts)).isLessThanOrEqualTo(1);
    }

    /** How many must move at least so that no two brokers differ by more than one. */
    private static int fewest(Map<Integer, Integer> counts) {
        int sum = counts.values().stream().mapToInt(Integer::intValue).sum();
        int low = sum / counts.size();
        int high = sum % counts.size() == 0 ? low : low + 1;
        int excess =
                counts.values().stream().mapToInt(n -> Math.max(0, n - high)).sum();
        int lack = counts.values().stream().mapToInt(n -> Math.max(0, low - n)).sum();
        return Math.max(excess, lack);
    }

    private static long racks(ClusterState state, List<Integer> ids) {
        return ids.stream().map(id -> state.brokers().get(id).rack()).distinct().count();
    }

    private static ClusterState random(int brokers, int used, int racks, int partitions, long seed) {
        Random random = new Random(seed);
        List<Partition> all = new ArrayList<>();
        int[] factors = {1, 1 + random.nextInt(used), Math.min(3, used)};
        for (int i = 0; i < partitions; i++) {
            all.add(partition("t" + i % 3, i / 3, some(random, used, factors[i % 3])));
        }
        return state(
                IntStream.range(0, brokers)
                        .mapToObj(i -> "rack-" + random.nextInt(racks))
                        .toList(),
                all);
    }

    private static int[] some(Random random, int brokers, int factor) {
        List<Integer> ids =
                new ArrayList<>(IntStream.rangeClosed(1, brokers).boxed().toList());
        Collections.shuffle(ids, random);
        return ids.stream().limit(factor).mapToInt(Integer::intValue).toArray();
    }

    private static ClusterState with(ClusterState state, Map<Integer, List<Integer>> after) {
        List<Partition> partitions = new ArrayList<>();
        for (int i = 0; i < state.partitions().size(); i++) {
            Partition partition = state.partitions().get(i);
            partitions.add(partition(
                    partition.topic(),
                    partition.number(),
                    after.get(i).stream().mapToInt(Integer::intValue).toArray()));
        }
        return new ClusterState(state.brokers(), partitions, state.quorum());
    }

    private static Map<Integer, List<Integer>> after(ClusterState state, List<Move> moves) {
        Map<String, List<Integer>> moved = new HashMap<>();
        moves.forEach(move -> moved.put(move.topic() + "-" + move.partition(), move.to()));
        Map<Integer, List<Integer>> after = new HashMap<>();
        for (int i = 0; i < state.partitions().size(); i++) {
            Partition partition = state.partitions().get(i);
            after.put(i, moved.getOrDefault(partition.toString(), partition.replicas()));
        }
        assertThat(moves).hasSameSizeAs(new HashSet<>(moved.keySet()));
        return after;
    }

    private static Map<Integer, Integer> counts(Collection<List<Integer>> replicas, int brokers) {
        Map<Integer, Integer> counts = new HashMap<>();
        IntStream.rangeClosed(1, brokers).forEach(id -> counts.put(id, count(replicas, id)));
        return counts;
    }

    private static int count(Collection<List<Integer>> replicas, int broker) {
        return Math.toIntExact(
                replicas.stream().filter(ids -> ids.contains(broker)).count());
    }

    private static Map<Integer, Integer> leaders(Collection<List<Integer>> replicas, int brokers) {
        return counts(replicas.stream().map(ids -> ids.subList(0, 1)).toList(), brokers);
    }

    private static ClusterState state(List<String> racks, List<Partition> partitions) {
        Map<Integer, Broker> brokers = new HashMap<>();
        IntStream.rangeClosed(1, racks.size())
                .forEach(id -> brokers.put(id, new Broker(id, false, true, racks.get(id - 1))));
        return new ClusterState(brokers, partitions, new Quorum(OptionalInt.empty(), List.of(), List.of()));
    }

    private static Partition partition(String topic, int number, int... replicas) {
        List<Integer> ids = IntStream.of(replicas).boxed().toList();
        return new Partition(topic, number, ids, Set.copyOf(ids), OptionalInt.of(ids.get(0)), 1);
    }
}
