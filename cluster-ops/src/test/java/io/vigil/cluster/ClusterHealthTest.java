package io.vigil.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigil.cluster.ClusterState.Partition;
import io.vigil.cluster.OrderCommand.Order;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClusterHealthTest {

    @Test
    void findsNothingInAHealthyCluster() {
        assertThat(of(States.healthy())).isEqualTo(new ClusterHealth(List.of(), List.of(), List.of()));
    }

    @Test
    void tellsThatTheControllersHaveNoLeader() {
        ClusterState state = States.with(
                States.healthy(), States.quorum(OptionalInt.empty(), OptionalLong.of(0), OptionalLong.of(0)));

        assertThat(of(state).problems()).containsExactly("the controllers have no leader");
    }

    @Test
    void tellsWhichControllersLag() {
        ClusterState state = States.with(
                States.healthy(),
                States.quorum(OptionalInt.of(101), OptionalLong.of(States.MAX_LAG_MS + 1), OptionalLong.empty()));

        assertThat(of(state).problems())
                .containsExactly("controller 102 is not caught up", "controller 103 is not caught up");
    }

    @Test
    void tellsWhichBrokerIsFenced() {
        assertThat(of(States.withFenced(States.healthy(), 2)).problems())
                .containsExactly("broker 2 is fenced: it is down, or not yet up");
    }

    @Test
    void tellsWhichBrokerDoesNotAnswer() {
        assertThat(of(States.withSilent(States.healthy(), 2)).problems()).containsExactly("broker 2 does not answer");
    }

    @Test
    void tellsWhichPartitionIsOffline() {
        assertThat(of(States.of(States.partition(Set.of()))).problems())
                .containsExactly("partition events-0 is offline");
    }

    @Test
    void tellsWhichPartitionIsShortOfReplicas() {
        assertThat(of(States.of(States.partition(Set.of(2, 1)))).problems())
                .containsExactly("partition events-0 is in sync only on nodes [1, 2], not on [3]");
    }

    @Test
    void tellsWhichPartitionCannotBeWritten() {
        assertThat(of(States.of(States.partition(Set.of(1)))).problems())
                .containsExactly(
                        "partition events-0 is in sync only on nodes [1], not on [2, 3], and cannot be written");
    }

    @Test
    void warnsOfAPartitionWithoutAReplicaToSpare() {
        Partition tight = new Partition("tight", 0, List.of(1, 2), Set.of(1, 2), OptionalInt.of(1), 2);

        assertThat(of(States.of(tight)))
                .isEqualTo(new ClusterHealth(
                        List.of(),
                        List.of(
                                "partition tight-0 has 2 replicas and needs 2: it cannot be written while any of nodes [1, 2] is down"),
                        List.of()));
    }

    @Test
    void tellsOfABrokerThatShouldHaveReplicasAndIsNotRegistered() {
        Partition moved = new Partition("moved", 0, List.of(1, 9), Set.of(1), OptionalInt.of(1), 1);

        assertThat(of(States.of(moved)).problems())
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
        return ClusterHealth.of(state, States.MAX_LAG_MS);
    }
}
