package io.vigil.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigil.cluster.ClusterState.Quorum;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MembershipTest {

    private static final Membership MEMBERSHIP = new Membership(States.MAX_LAG_MS);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 101, 102, 103})
    void isAnyNodeOfAHealthyCluster(int node) {
        assertThat(MEMBERSHIP.lacks(States.healthy(), node)).isEmpty();
    }

    @Test
    void aNodeThatNobodyKnowsLacksAll() {
        assertThat(MEMBERSHIP.lacks(States.healthy(), 7))
                .containsExactly("node 7 is not caught up with the active controller", "broker 7 is not registered");
    }

    @Test
    void aBrokerThatLagsIsNotBack() {
        Quorum healthy = States.quorum();
        Quorum lagging = new Quorum(
                healthy.leader(), healthy.voters(), States.observers(OptionalLong.of(States.MAX_LAG_MS + 1)));

        assertThat(MEMBERSHIP.lacks(States.with(States.healthy(), lagging), 1))
                .containsExactly("node 1 is not caught up with the active controller");
    }

    @Test
    void aVoterThatLagsIsNotBack() {
        Quorum lagging = States.quorum(OptionalInt.of(101), OptionalLong.empty(), OptionalLong.of(0));

        assertThat(MEMBERSHIP.lacks(States.with(States.healthy(), lagging), 102))
                .containsExactly("node 102 is not caught up with the active controller");
    }

    @Test
    void aFencedBrokerIsNotBack() {
        assertThat(MEMBERSHIP.lacks(States.withFenced(States.healthy(), 1), 1)).containsExactly("broker 1 is fenced");
    }

    @Test
    void aSilentBrokerIsNotBack() {
        assertThat(MEMBERSHIP.lacks(States.withSilent(States.healthy(), 1), 1))
                .containsExactly("broker 1 does not answer");
    }

    @Test
    void aBrokerThatIsNotRegisteredIsNotBack() {
        assertThat(MEMBERSHIP.lacks(States.without(States.of(), 1), 1)).containsExactly("broker 1 is not registered");
    }

    @Test
    void aBrokerThatIsNotInSyncIsNotBack() {
        ClusterState state = States.of(States.partition(Set.of(1, 2)));

        assertThat(MEMBERSHIP.lacks(state, 3)).containsExactly("node 3 is not in sync for partition events-0");
        assertThat(MEMBERSHIP.lacks(state, 2)).isEmpty();
    }

    @Test
    void aBrokerIsNotToldOfByTheControllersAlone() {
        ClusterState state = StateBuilder.empty().voter(11).build();

        assertThat(MEMBERSHIP.lacks(state, 1)).contains("node 1 is not a voter, and only the controllers were asked");
    }
}
