package io.vigil.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MembershipTest {

    private static final Membership MEMBERSHIP = new Membership(StateBuilder.MAX_LAG_MS);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 11, 12, 13})
    void isAnyNodeOfAHealthyCluster(int node) {
        assertThat(MEMBERSHIP.lacks(
                        StateBuilder.wellCluster().partition(Set.of(1, 2, 3)).build(), node))
                .isEmpty();
    }

    @Test
    void aNodeThatNobodyKnowsLacksAll() {
        assertThat(MEMBERSHIP.lacks(
                        StateBuilder.wellCluster().partition(Set.of(1, 2, 3)).build(), 7))
                .containsExactly("node 7 is not caught up with the active controller", "broker 7 is not registered");
    }

    @Test
    void aBrokerThatLagsIsNotBack() {
        ClusterState state = StateBuilder.wellCluster()
                .observerLagging(1, StateBuilder.MAX_LAG_MS + 1)
                .build();

        assertThat(MEMBERSHIP.lacks(state, 1)).containsExactly("node 1 is not caught up with the active controller");
    }

    @Test
    void aVoterThatLagsIsNotBack() {
        assertThat(MEMBERSHIP.lacks(StateBuilder.wellCluster().neverSeen(12).build(), 12))
                .containsExactly("node 12 is not caught up with the active controller");
    }

    @Test
    void aFencedBrokerIsNotBack() {
        assertThat(MEMBERSHIP.lacks(
                        StateBuilder.wellCluster()
                                .fenced(1)
                                .observerLagging(1, 0)
                                .partition(Set.of(1, 2, 3))
                                .build(),
                        1))
                .containsExactly("broker 1 is fenced");
    }

    @Test
    void aSilentBrokerIsNotBack() {
        assertThat(MEMBERSHIP.lacks(
                        StateBuilder.wellCluster()
                                .silent(1)
                                .observerLagging(1, 0)
                                .partition(Set.of(1, 2, 3))
                                .build(),
                        1))
                .containsExactly("broker 1 does not answer");
    }

    @Test
    void aBrokerThatIsNotRegisteredIsNotBack() {
        assertThat(MEMBERSHIP.lacks(StateBuilder.wellCluster().unregistered(1).build(), 1))
                .containsExactly("node 1 is not caught up with the active controller", "broker 1 is not registered");
    }

    @Test
    void aBrokerThatIsNotInSyncIsNotBack() {
        ClusterState state = StateBuilder.wellCluster().partition(Set.of(1, 2)).build();

        assertThat(MEMBERSHIP.lacks(state, 3)).containsExactly("node 3 is not in sync for partition events-0");
        assertThat(MEMBERSHIP.lacks(state, 2)).isEmpty();
    }

    @Test
    void aBrokerIsNotToldOfByTheControllersAlone() {
        ClusterState state = StateBuilder.empty().voter(11).build();

        assertThat(MEMBERSHIP.lacks(state, 1)).contains("node 1 is not a voter, and only the controllers were asked");
    }

    @Test
    void aControllerThatIsToBeAVoterNeedsTheMetadataOnly() {
        assertThat(MEMBERSHIP.lacksAsObserver(
                        StateBuilder.wellCluster().observer(14, 100).build(), 14))
                .isEmpty();
        assertThat(MEMBERSHIP.lacksAsObserver(
                        StateBuilder.wellCluster()
                                .observer(14, StateBuilder.MAX_LAG_MS + 1)
                                .build(),
                        14))
                .containsExactly("node 14 is not caught up with the active controller");
        assertThat(MEMBERSHIP.lacksAsObserver(StateBuilder.wellCluster().build(), 14))
                .hasSize(1);
    }
}
