package io.vigil.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigil.cluster.OrderCommand.Order;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClusterHealthTest {

    @Test
    void findsNothingInAHealthyCluster() {
        assertThat(of(StateBuilder.wellCluster().partition(Set.of(1, 2, 3)).build()))
                .isEqualTo(new ClusterHealth(List.of(), List.of(), List.of()));
    }

    @Test
    void tellsThatTheControllersHaveNoLeader() {
        ClusterState state = StateBuilder.wellCluster().noLeader().build();

        assertThat(of(state).problems()).containsExactly("the controllers have no leader");
    }

    @Test
    void tellsWhichControllersLag() {
        ClusterState state = StateBuilder.wellCluster()
                .lagging(12, StateBuilder.MAX_LAG_MS + 1)
                .neverSeen(13)
                .build();

        assertThat(of(state).problems())
                .containsExactly("controller 12 is not caught up", "controller 13 is not caught up");
    }

    @Test
    void tellsWhichBrokerIsFenced() {
        assertThat(of(StateBuilder.wellCluster()
                                .fenced(2)
                                .partition(Set.of(1, 2, 3))
                                .build())
                        .problems())
                .containsExactly("broker 2 is fenced: it is down, or not yet up");
    }

    @Test
    void tellsWhichBrokerDoesNotAnswer() {
        assertThat(of(StateBuilder.wellCluster()
                                .silent(2)
                                .partition(Set.of(1, 2, 3))
                                .build())
                        .problems())
                .containsExactly("broker 2 does not answer");
    }

    @Test
    void tellsWhichPartitionIsOffline() {
        assertThat(of(StateBuilder.wellCluster().partition(Set.of()).build()).problems())
                .containsExactly("partition events-0 is offline");
    }

    @Test
    void tellsWhichPartitionIsShortOfReplicas() {
        assertThat(of(StateBuilder.wellCluster().partition(Set.of(2, 1)).build())
                        .problems())
                .containsExactly("partition events-0 is in sync only on nodes [1, 2], not on [3]");
    }

    @Test
    void tellsWhichPartitionCannotBeWritten() {
        assertThat(of(StateBuilder.wellCluster().partition(Set.of(1)).build()).problems())
                .containsExactly(
                        "partition events-0 is in sync only on nodes [1], not on [2, 3], and cannot be written");
    }

    @Test
    void warnsOfAPartitionWithoutAReplicaToSpare() {
        ClusterState state = StateBuilder.wellCluster()
                .partition("tight", 2, List.of(1, 2), Set.of(1, 2))
                .build();

        assertThat(of(state))
                .isEqualTo(new ClusterHealth(
                        List.of(),
                        List.of(
                                "partition tight-0 has 2 replicas and needs 2: it cannot be written while any of nodes [1, 2] is down"),
                        List.of()));
    }

    @Test
    void tellsOfABrokerThatShouldHaveReplicasAndIsNotRegistered() {
        ClusterState state = StateBuilder.wellCluster()
                .partition("moved", 1, List.of(1, 9), Set.of(1))
                .build();

        assertThat(of(state).problems())
                .containsExactly(
                        "broker 9 is not registered, and should have 1 replicas",
                        "partition moved-0 is in sync only on nodes [1], not on [9]");
    }

    @Test
    void warnsOfAClusterThatCannotDoWithoutANode() {
        ClusterState one = StateBuilder.empty().broker(1).voter(1).leader(1).build();
        ClusterState oneController =
                StateBuilder.empty().broker(1).broker(2).voter(11).build();

        assertThat(of(one).problems()).isEmpty();
        assertThat(of(one).warnings()).singleElement().asString().contains("--accept-downtime");
        assertThat(of(oneController).warnings())
                .containsExactly("node 11 must not be restarted: only controllers [] are caught up without it, "
                        + "1 of 1 voters are needed");
    }

    @Test
    void ordersTheLeaderLast() {
        Order order = Order.of(StateBuilder.wellCluster().leader(12).build());

        assertThat(order.leader()).isEqualTo(12);
        assertThat(order.voters()).containsExactly(11, 13, 12);
        assertThat(order.brokers()).containsExactly(1, 2, 3);
        assertThat(order.racks()).containsEntry(1, "rack-1").hasSize(3);
    }

    private static ClusterHealth of(ClusterState state) {
        return ClusterHealth.of(state, StateBuilder.MAX_LAG_MS);
    }
}
