package io.vigil.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigil.cluster.ClusterState.Partition;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestartGateTest {

    private static final RestartGate GATE = new RestartGate(States.MAX_LAG_MS, Set.of("accepted"), Set.of(), false);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 101, 102, 103})
    void letsAnyNodeOfAHealthyClusterRestart(int node) {
        assertThat(GATE.objections(States.healthy(), node)).isEmpty();
    }

    @Test
    void refusesANodeThatItDoesNotKnow() {
        assertThat(GATE.objections(States.healthy(), 7))
                .containsExactly("it is neither a registered broker nor a voter");
    }

    @Test
    void refusesABrokerWithoutWhichTooFewReplicasAreInSync() {
        ClusterState state = States.of(States.partition(Set.of(1, 2)));

        assertThat(GATE.objections(state, 1))
                .containsExactly("partition events-0 would have in-sync replicas only on nodes [2] without node 1, "
                        + "2 are needed (min.insync.replicas); not in sync: nodes [3]");
    }

    @Test
    void letsTheBrokerRestartThatIsNotInSyncWhereEnoughOthersAre() {
        ClusterState state = States.of(States.partition(Set.of(1, 2)));

        assertThat(GATE.objections(state, 3)).isEmpty();
    }

    @Test
    void refusesABrokerOfAPartitionThatCannotBeWrittenAlready() {
        ClusterState state = States.of(States.partition(Set.of(1)));

        assertThat(GATE.objections(state, 3))
                .containsExactly("partition events-0 has in-sync replicas only on nodes [1], 2 are needed "
                        + "(min.insync.replicas); not in sync: nodes [2, 3]");
    }

    @Test
    void refusesWhileAnotherBrokerIsDownUnlessThatIsAccepted() {
        ClusterState state = States.withFenced(States.of(), 3);

        assertThat(GATE.objections(state, 1))
                .containsExactly("broker 3 is down; bring it back first, or accept that with --accept-down 3");
        assertThat(GATE.objections(state, 101)).hasSize(1);
        assertThat(GATE.objections(state, 3)).isEmpty();
        assertThat(acceptingDown(3).objections(state, 1)).isEmpty();
    }

    @Test
    void refusesWhileAnotherBrokerDoesNotAnswer() {
        assertThat(GATE.objections(States.withSilent(States.of(), 3), 1))
                .containsExactly("broker 3 does not answer; bring it back first, or accept that with --accept-down 3");
    }

    @Test
    void doesNotCountAnInSyncReplicaOfABrokerThatIsDown() {
        RestartGate gate = acceptingDown(3);

        assertThat(gate.objections(States.withFenced(States.healthy(), 3), 1))
                .containsExactly("partition events-0 would have in-sync replicas only on nodes [2] without node 1, "
                        + "2 are needed (min.insync.replicas)");
        assertThat(gate.objections(States.withSilent(States.healthy(), 3), 1)).hasSize(1);
    }

    @Test
    void refusesWhileAPartitionIsOffline() {
        ClusterState state = States.of(States.partition(Set.of()));

        assertThat(GATE.objections(state, 2))
                .containsExactly("partition events-0 is offline, its replicas are on nodes [1, 2, 3]");
    }

    @Test
    void letsABrokerStartThatIsDownAndIsMissed() {
        ClusterState state = States.withFenced(States.of(States.partition(Set.of(1))), 3);

        assertThat(GATE.objections(state, 3)).isEmpty();
    }

    @Test
    void refusesABrokerOfAPartitionThatHasNoReplicaToSpareUnlessThatIsAccepted() {
        ClusterState state = States.of(single("lonely"), single("accepted"));

        assertThat(GATE.objections(state, 1))
                .containsExactly(
                        "partition lonely-0 has 1 replicas on nodes [1], 1 are needed (min.insync.replicas): it "
                                + "cannot be written while any of them is down; reassign it to more, or accept that with "
                                + "--accept-offline lonely");
        assertThat(GATE.objections(state, 2)).isEmpty();
    }

    @Test
    void refusesAnyNodeWhileTheControllersHaveNoLeader() {
        ClusterState state = States.with(
                States.healthy(), States.quorum(OptionalInt.empty(), OptionalLong.of(0), OptionalLong.of(0)));

        assertThat(GATE.objections(state, 1)).containsExactly("the controllers have no leader");
        assertThat(GATE.objections(state, 101)).containsExactly("the controllers have no leader");
    }

    @Test
    void refusesAVoterWithoutWhichNoMajorityIsCaughtUp() {
        ClusterState state = States.with(
                States.healthy(),
                States.quorum(OptionalInt.of(101), OptionalLong.of(0), OptionalLong.of(States.MAX_LAG_MS + 1)));

        assertThat(GATE.objections(state, 102))
                .containsExactly("only controllers [101] are caught up without it, 2 of 3 voters are needed");
        assertThat(acceptingDown(103).objections(state, 102)).hasSize(1);
        assertThat(GATE.objections(state, 103)).isEmpty();
    }

    @Test
    void refusesABrokerWhileAControllerLagsUnlessThatIsAccepted() {
        ClusterState state = States.with(
                States.healthy(), States.quorum(OptionalInt.of(101), OptionalLong.of(0), OptionalLong.empty()));

        assertThat(GATE.objections(state, 1))
                .containsExactly(
                        "controller 103 is not caught up; bring it back first, or accept that with --accept-down 103");
        assertThat(acceptingDown(103).objections(state, 1)).isEmpty();
    }

    @Test
    void doesNotCountAVoterOfWhichNothingIsKnown() {
        ClusterState state = States.with(
                States.healthy(), States.quorum(OptionalInt.of(101), OptionalLong.of(0), OptionalLong.empty()));

        assertThat(GATE.objections(state, 102)).hasSize(1);
    }

    private static RestartGate acceptingDown(int node) {
        return new RestartGate(States.MAX_LAG_MS, Set.of(), Set.of(node), false);
    }

    private static Partition single(String topic) {
        return new Partition(topic, 0, List.of(1), Set.of(1), OptionalInt.of(1), 1);
    }
}
