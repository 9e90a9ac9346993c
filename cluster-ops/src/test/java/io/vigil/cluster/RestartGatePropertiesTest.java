package io.vigil.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigil.cluster.ClusterState.Broker;
import io.vigil.cluster.ClusterState.Member;
import io.vigil.cluster.ClusterState.Partition;
import io.vigil.cluster.ClusterState.Quorum;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever the state: where the gate is open, the node can be taken away and nobody has to wait for it. */
class RestartGatePropertiesTest {

    private static final long MAX_LAG_MS = StateBuilder.MAX_LAG_MS;

    @Property(tries = 1_000)
    void anOpenGateLeavesAllWritableAndAMajorityOfControllers(@ForAll long seed) {
        ClusterState state = state(new Random(seed));
        RestartGate gate = new RestartGate(MAX_LAG_MS, Set.of(), Set.of(), false);

        for (int node = 1; node <= 5; node++) {
            if (!gate.objections(state, node).isEmpty()) {
                continue;
            }
            int taken = node;
            assertThat(state.quorum().leader()).isPresent();
            if (state.quorum().hasVoter(taken)) {
                assertThat(state.quorum().voters().stream()
                                .filter(voter -> voter.id() != taken && voter.isCaughtUp(MAX_LAG_MS))
                                .count())
                        .isGreaterThan(state.quorum().voters().size() / 2);
            }
            assertThat(state.brokers().values()).allMatch(broker -> broker.id() == taken || broker.isAlive());
            boolean takesNothing = state.brokers().containsKey(taken)
                    && state.brokers().get(taken).fenced();
            if (!takesNothing) {
                assertThat(state.partitions())
                        .allSatisfy(partition -> assertThat(partition.isr().stream()
                                        .filter(id -> id != taken)
                                        .filter(id -> state.isAlive(id)
                                                || !partition.isr().contains(taken))
                                        .count())
                                .isGreaterThanOrEqualTo(partition.minIsr()));
            }
        }
    }

    @Property(tries = 500)
    void acceptingNeverAddsAnObjection(@ForAll long seed) {
        ClusterState state = state(new Random(seed));
        RestartGate strict = new RestartGate(MAX_LAG_MS, Set.of(), Set.of(), false);
        RestartGate lenient = new RestartGate(MAX_LAG_MS, Set.of("topic-0"), Set.of(3), true);

        for (int node = 1; node <= 5; node++) {
            assertThat(strict.objections(state, node)).containsAll(lenient.objections(state, node));
        }
    }

    /** Mostly well, as else hardly any gate would be open. */
    private static ClusterState state(Random random) {
        Map<Integer, Broker> brokers = new HashMap<>();
        List<Member> voters = new ArrayList<>();
        for (int id = 1; id <= 5; id++) {
            if (random.nextInt(8) > 0) {
                brokers.put(id, new Broker(id, random.nextInt(12) == 0, random.nextInt(12) > 0, ""));
            }
            if (random.nextInt(3) > 0) {
                voters.add(new Member(
                        id, random.nextInt(12) == 0 ? OptionalLong.empty() : OptionalLong.of(random.nextInt(2_200))));
            }
        }
        List<Integer> ids = new ArrayList<>(brokers.keySet());
        List<Partition> partitions = new ArrayList<>();
        for (int i = 0; i < random.nextInt(4) && !ids.isEmpty(); i++) {
            Collections.shuffle(ids, random);
            List<Integer> replicas = List.copyOf(ids.subList(0, 1 + random.nextInt(ids.size())));
            Set<Integer> isr = new HashSet<>(replicas);
            isr.removeIf(id -> random.nextInt(8) == 0);
            OptionalInt leader = isr.isEmpty()
                    ? OptionalInt.empty()
                    : OptionalInt.of(isr.iterator().next());
            partitions.add(new Partition("topic-" + i, 0, replicas, isr, leader, 1 + random.nextInt(3)));
        }
        OptionalInt leader = voters.isEmpty() || random.nextInt(20) == 0
                ? OptionalInt.empty()
                : OptionalInt.of(voters.get(0).id());
        return new ClusterState(brokers, partitions, new Quorum(leader, voters, List.of()));
    }
}
