package io.vigil.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestartGateTest {

    private static final long MAX_LAG_MS = StateBuilder.MAX_LAG_MS;

    private final RestartGate gate = new RestartGate(MAX_LAG_MS, Set.of(), Set.of(), false);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 11, 12, 13})
    void letsAnyNodeOfAWellClusterBeRestarted(int node) {
        ClusterState state = StateBuilder.wellCluster()
                .partition("alarms", 2, List.of(1, 2, 3), Set.of(1, 2, 3))
                .build();

        assertThat(gate.objections(state, node)).isEmpty();
        assertThat(gate.warnings(state, node)).isEmpty();
    }

    @Test
    void refusesANodeThatItDoesNotKnow() {
        assertThat(gate.objections(StateBuilder.wellCluster().build(), 7))
                .containsExactly("it is neither a registered broker nor a voter");
    }

    private static RestartGate acceptingDown(int node) {
        return new RestartGate(MAX_LAG_MS, Set.of(), Set.of(node), false);
    }

    @Nested
    class Partitions {

        @Test
        void needEnoughInSyncWithoutTheNode() {
            ClusterState state =
                    StateBuilder.wellCluster().partition(Set.of(1, 2)).build();

            assertThat(gate.objections(state, 1))
                    .containsExactly("partition events-0 would have in-sync replicas only on nodes [2] without node 1, "
                            + "2 are needed (min.insync.replicas); not in sync: nodes [3]");
            assertThat(gate.objections(state, 3)).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({"1, true", "2, true", "3, false"})
        void countsAgainstTheTopicsOwnMinimum(int minIsr, boolean open) {
            ClusterState state = StateBuilder.wellCluster()
                    .broker(4)
                    .partition("alarms", minIsr, List.of(1, 2, 3, 4), Set.of(1, 2, 3))
                    .build();

            assertThat(gate.objections(state, 1).isEmpty()).isEqualTo(open);
        }

        @Test
        void isShutWhileAnyPartitionCannotBeWritten() {
            ClusterState state = StateBuilder.wellCluster()
                    .broker(4)
                    .partition("__consumer_offsets", 2, List.of(1, 2, 3), Set.of(2))
                    .build();

            assertThat(gate.objections(state, 4))
                    .containsExactly(
                            "partition __consumer_offsets-0 has in-sync replicas only on nodes [2], 2 are needed "
                                    + "(min.insync.replicas); not in sync: nodes [1, 3]");
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 3, 11})
        void isShutWhileAnyPartitionIsOffline(int node) {
            ClusterState state = StateBuilder.wellCluster()
                    .offline("alarms", 1, List.of(1, 2), Set.of(1))
                    .build();

            assertThat(gate.objections(state, node))
                    .containsExactly("partition alarms-0 is offline, its replicas are on nodes [1, 2]");
        }

        @Test
        void doesNotCountAReplicaWhoseBrokerIsGoneThoughItIsInTheIsr() {
            ClusterState state = StateBuilder.wellCluster()
                    .unregistered(3)
                    .partition("alarms", 2, List.of(1, 2, 3), Set.of(1, 2, 3))
                    .build();

            assertThat(gate.objections(state, 1))
                    .singleElement()
                    .asString()
                    .startsWith("partition alarms-0 would have in-sync replicas only on nodes [2] without node 1");
        }

        @Test
        void cannotDoWithoutATopicThatHasNoReplicaToSpareUnlessThatIsAccepted() {
            ClusterState state = StateBuilder.wellCluster()
                    .partition("single", 1, List.of(1), Set.of(1))
                    .partition("pair", 2, List.of(2, 1), Set.of(1, 2))
                    .build();
            RestartGate accepting = new RestartGate(MAX_LAG_MS, Set.of("single", "pair"), Set.of(), false);

            assertThat(gate.objections(state, 1))
                    .satisfiesExactlyInAnyOrder(
                            single -> assertThat(single)
                                    .isEqualTo("partition single-0 has 1 replicas on nodes [1], 1 are needed "
                                            + "(min.insync.replicas): it cannot be written while any of them is down; "
                                            + "reassign it to more, or accept that with --accept-offline single"),
                            pair -> assertThat(pair).contains("partition pair-0 has 2 replicas on nodes [2, 1]"));
            assertThat(gate.objections(state, 3)).isEmpty();
            assertThat(accepting.objections(state, 1)).isEmpty();
            assertThat(accepting.warnings(state, 1))
                    .hasSize(2)
                    .allSatisfy(warning -> assertThat(warning).startsWith("accepted: partition "));
        }

        @Test
        void acceptsOnlyTheTopicThatWasNamed() {
            ClusterState state = StateBuilder.wellCluster()
                    .partition("single", 1, List.of(1), Set.of(1))
                    .partition("other", 1, List.of(1), Set.of(1))
                    .build();
            RestartGate accepting = new RestartGate(MAX_LAG_MS, Set.of("single"), Set.of(), false);

            assertThat(accepting.objections(state, 1))
                    .singleElement()
                    .asString()
                    .contains("partition other-0");
        }
    }

    @Nested
    class OtherBrokers {

        @Test
        void oneThatIsSilentHoldsBack() {
            assertThat(gate.objections(StateBuilder.wellCluster().silent(3).build(), 1))
                    .containsExactly(
                            "broker 3 does not answer; bring it back first, or accept that with --accept-down 3");
        }

        @Test
        void oneThatIsDownDoesNotCountThoughItIsInTheIsr() {
            StateBuilder well = StateBuilder.wellCluster().partition(Set.of(1, 2, 3));

            assertThat(acceptingDown(3).objections(well.fenced(3).build(), 1))
                    .containsExactly("partition events-0 would have in-sync replicas only on nodes [2] without node 1, "
                            + "2 are needed (min.insync.replicas)");
            assertThat(acceptingDown(3).objections(well.silent(3).build(), 1)).hasSize(1);
        }

        @Test
        void oneThatIsDownAndIsMissedMayStart() {
            ClusterState state =
                    StateBuilder.wellCluster().fenced(3).partition(Set.of(1)).build();

            assertThat(gate.objections(state, 3)).isEmpty();
        }

        @Test
        void oneThatIsDownHoldsBackAllButItself() {
            ClusterState state = StateBuilder.wellCluster()
                    .fenced(3)
                    .partition("alarms", 2, List.of(1, 2, 3), Set.of(1, 2))
                    .partition("single", 1, List.of(3), Set.of())
                    .build();

            assertThat(gate.objections(state, 1))
                    .contains("broker 3 is down; bring it back first, or accept that with --accept-down 3");
            assertThat(gate.objections(state, 11)).isNotEmpty();
            assertThat(gate.objections(state, 3)).isEmpty();
        }

        @Test
        void oneThatIsSilentIsNotTakenForDownItself() {
            ClusterState state = StateBuilder.wellCluster()
                    .silent(3)
                    .partition("alarms", 2, List.of(1, 2, 3), Set.of(1, 3))
                    .partition("events", 2, List.of(1, 2, 3), Set.of(1, 2, 3))
                    .build();

            assertThat(gate.objections(state, 3)).singleElement().asString().contains("partition alarms-0");
        }

        @Test
        void acceptedToBeDownStillLeavesThePartitionsToJudge() {
            ClusterState state = StateBuilder.wellCluster()
                    .fenced(3)
                    .partition("alarms", 2, List.of(1, 2, 3), Set.of(1, 2))
                    .build();

            assertThat(acceptingDown(3).objections(state, 1))
                    .singleElement()
                    .asString()
                    .contains("partition alarms-0");
            assertThat(acceptingDown(3).objections(state, 11)).isEmpty();
        }

        @Test
        void theLastOneIsKept() {
            ClusterState state =
                    StateBuilder.wellCluster().unregistered(2).unregistered(3).build();

            assertThat(gate.objections(state, 1)).containsExactly("no other broker is up");
            assertThat(gate.objections(state, 12)).isEmpty();
        }
    }

    @Nested
    class Controllers {

        @ParameterizedTest
        @ValueSource(ints = {1, 11})
        void withoutALeaderHoldBackAnyNode(int node) {
            assertThat(gate.objections(StateBuilder.wellCluster().noLeader().build(), node))
                    .containsExactly("the controllers have no leader");
        }

        @Test
        void needAMajorityThatIsCaughtUpWithoutTheNode() {
            ClusterState state =
                    StateBuilder.wellCluster().lagging(13, MAX_LAG_MS + 1).build();

            assertThat(gate.objections(state, 12))
                    .containsExactly("only controllers [11] are caught up without it, 2 of 3 voters are needed");
            assertThat(acceptingDown(13).objections(state, 12)).hasSize(1);
            assertThat(gate.objections(state, 13)).isEmpty();
        }

        @Test
        void oneThatWasNeverSeenHoldsBackUnlessThatIsAccepted() {
            ClusterState state = StateBuilder.wellCluster().neverSeen(13).build();

            assertThat(gate.objections(state, 1))
                    .containsExactly(
                            "controller 13 is not caught up; bring it back first, or accept that with --accept-down 13");
            assertThat(acceptingDown(13).objections(state, 1)).isEmpty();
            assertThat(gate.objections(state, 12)).hasSize(1);
        }

        @Test
        void withFiveOneMayBeDownIfThatIsAccepted() {
            ClusterState state =
                    StateBuilder.wellCluster().voter(14).neverSeen(15).build();

            assertThat(gate.objections(state, 12)).singleElement().asString().startsWith("controller 15 ");
            assertThat(acceptingDown(15).objections(state, 12)).isEmpty();
        }

        @Test
        void aPairCanNeverDoWithoutOne() {
            ClusterState state =
                    StateBuilder.empty().broker(1).broker(2).voter(11).voter(12).build();

            assertThat(gate.objections(state, 12))
                    .containsExactly("only controllers [11] are caught up without it, 2 of 2 voters are needed");
            assertThat(gate.objections(state, 1)).isEmpty();
        }

        @Test
        void aNodeThatIsBothIsJudgedAsBoth() {
            ClusterState state = StateBuilder.empty()
                    .broker(1)
                    .broker(2)
                    .broker(3)
                    .voter(1)
                    .voter(2)
                    .neverSeen(3)
                    .leader(1)
                    .partition("alarms", 2, List.of(1, 2, 3), Set.of(2, 3))
                    .build();

            assertThat(gate.objections(state, 2))
                    .satisfiesExactlyInAnyOrder(
                            quorum -> assertThat(quorum).startsWith("only controllers [1] are caught up"),
                            partition -> assertThat(partition).contains("alarms-0"));
        }

        @Test
        void askedAloneTheyTellOnlyOfThemselves() {
            ClusterState state =
                    StateBuilder.empty().voter(11).voter(12).voter(13).build();

            assertThat(gate.objections(state, 12)).isEmpty();
            assertThat(gate.warnings(state, 12))
                    .containsExactly("only the controllers were asked: brokers and partitions were not judged");
            assertThat(gate.objections(state, 1))
                    .containsExactly("it is not a voter, and only the controllers were asked");
        }
    }

    @Nested
    class OneNode {

        private final RestartGate accepting = new RestartGate(MAX_LAG_MS, Set.of(), Set.of(), true);

        @Test
        void isDownMeanwhileOnlyIfThatIsAccepted() {
            ClusterState state = StateBuilder.empty()
                    .broker(1)
                    .voter(1)
                    .leader(1)
                    .partition("alarms", 1, List.of(1), Set.of(1))
                    .build();

            assertThat(gate.objections(state, 1))
                    .containsExactly("no other node is there to stand in for it; accept that with --accept-downtime");
            assertThat(accepting.objections(state, 1)).isEmpty();
            assertThat(accepting.warnings(state, 1)).containsExactly("nothing can be read or written while it is down");
        }

        @Test
        void acceptedDowntimeDoesNotOpenTheGateOfALargerCluster() {
            ClusterState state = StateBuilder.wellCluster()
                    .lagging(13, 60_000)
                    .partition("single", 1, List.of(1), Set.of(1))
                    .build();

            assertThat(accepting.objections(state, 1))
                    .isEqualTo(gate.objections(state, 1))
                    .hasSize(2);
            assertThat(accepting.objections(state, 12))
                    .isEqualTo(gate.objections(state, 12))
                    .hasSize(1);
        }
    }
}
