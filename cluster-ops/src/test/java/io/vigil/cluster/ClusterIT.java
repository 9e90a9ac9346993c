package io.vigil.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The judging commands against real brokers and controllers, which all tests share: each leaves them well. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ClusterIT {

    private static final int ONCE_WELL_SECONDS = 60;

    @TempDir
    static Path folder;

    private static KafkaCluster cluster;
    private static Admin admin;

    @BeforeAll
    static void start() throws Exception {
        cluster = KafkaCluster.start(folder);
        admin = cluster.admin();
        // As Vigil's playbooks set it: for the whole cluster, not in a broker's file, nor for a topic.
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.BROKER, ""),
                        List.of(new AlterConfigOp(
                                new ConfigEntry("min.insync.replicas", "2"), AlterConfigOp.OpType.SET))))
                .all()
                .get();
        admin.createTopics(List.of(
                        new NewTopic("alarms", Map.of(0, List.of(1, 2, 3), 1, List.of(2, 3, 1), 2, List.of(3, 1, 2)))))
                .all()
                .get();
        assertWell();
    }

    @AfterEach
    void restore() throws Exception {
        cluster.restore();
        assertWell();
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            if (admin != null) {
                admin.close(Duration.ZERO);
            }
            cluster.close();
        }
    }

    @Test
    void letsAnyNodeOfAWellClusterBeRestarted() {
        for (int node : List.of(1, 2, 3, 11, 12, 13)) {
            assertThat(run("gate", "--node", node, "--stable", 2, "--interval", "PT0.2S"))
                    .isEqualTo(new Run(0, "node " + node + " may be restarted\n", ""));
            assertThat(run("joined", "--node", node, "--stable", 1))
                    .isEqualTo(new Run(0, "node " + node + " takes part\n", ""));
        }
        assertThat(run("gate", "--node", 7, "--timeout", "PT0S"))
                .isEqualTo(new Run(
                        1, "", "node 7 must not be restarted: it is neither a registered broker nor a voter\n"));
    }

    @Test
    void ordersTheActiveControllerLast() throws Exception {
        int leader = admin.describeMetadataQuorum().quorumInfo().get().leaderId();

        Run order = run("order");

        JsonNode json = new ObjectMapper().readTree(order.out());
        assertThat(order.exit()).isZero();
        assertThat(json.get("leader").asInt()).isEqualTo(leader);
        assertThat(json.get("voters")).hasSize(3);
        assertThat(json.get("voters").get(2).asInt()).isEqualTo(leader);
        assertThat(json.get("brokers")).hasToString("[1,2,3]");
        assertThat(json.get("observers")).hasToString("[1,2,3]");
        assertThat(json.get("racks")).hasToString("{\"1\":\"rack-1\",\"2\":\"rack-2\",\"3\":\"rack-3\"}");
    }

    @Test
    void aFrozenBrokerShutsTheGateAtOnceAndNamesThePartitionWhenItHasLeftTheIsr() throws Exception {
        cluster.freeze(3);

        Run atOnce = run("gate", "--node", 1, "--timeout", "PT0S", "--request-timeout", "PT2S");

        assertThat(atOnce.exit()).isEqualTo(1);
        // With a client of its own each time: one that hangs on the frozen broker would hang for long.
        String named = "partition alarms-0 would have in-sync replicas only on nodes [2] without node 1, 2 are needed "
                + "(min.insync.replicas); not in sync: nodes [3]";
        awaitUntil(() -> run("gate", "--node", 1, "--timeout", "PT0S", "--request-timeout", "PT2S")
                .err()
                .contains(named));
        awaitUntil(() -> run("joined", "--node", 3, "--timeout", "PT0S", "--request-timeout", "PT2S")
                .err()
                .contains("node 3 is not in sync for partition alarms-0"));
        awaitUntil(() -> run("gate", "--node", 3, "--timeout", "PT0S", "--request-timeout", "PT2S")
                .equals(new Run(0, "node 3 may be restarted\n", "")));
    }

    @Test
    void aStoppedBrokerMayBeStartedAndNoOther() throws Exception {
        cluster.stop(2);

        Run another = run("gate", "--node", 3, "--timeout", "PT0S");
        Run itself = run("gate", "--node", 2, "--stable", 2, "--interval", "PT0.2S");
        Run controller = run("gate", "--node", 12, "--timeout", "PT0S");
        Run accepted = run("gate", "--node", 12, "--accept-down", 2, "--stable", 1);
        Run health = run("health");

        assertThat(another.exit()).isEqualTo(1);
        assertThat(another.err()).contains("broker 2 is down").contains("partition alarms-0");
        assertThat(itself).isEqualTo(new Run(0, "node 2 may be restarted\n", ""));
        assertThat(controller.exit()).isEqualTo(1);
        assertThat(accepted.exit()).isZero();
        assertThat(health.exit()).isEqualTo(1);
        assertThat(health.out())
                .contains("problem: broker 2 is fenced", "problem: partition alarms-0 is in sync only on nodes [1, 3]");
    }

    @Test
    void aTopicWithoutAReplicaToSpareIsGivenUpOnlyByName() throws Exception {
        admin.createTopics(List.of(
                        new NewTopic("single", Map.of(0, List.of(1))).configs(Map.of("min.insync.replicas", "1"))))
                .all()
                .get();
        awaitUntil(() -> isr("single", 0).equals(List.of(1)));
        try {
            Run refused = run("gate", "--node", 1, "--timeout", "PT0S");
            Run accepted = run("gate", "--node", 1, "--stable", 1, "--accept-offline", "single");
            Run elsewhere = run("gate", "--node", 2, "--stable", 1);
            Run health = run("health", "--json");

            assertThat(refused)
                    .isEqualTo(new Run(
                            1,
                            "",
                            "node 1 must not be restarted: partition single-0 has 1 replicas on nodes [1], 1 are needed "
                                    + "(min.insync.replicas): it cannot be written while any of them is down; reassign it "
                                    + "to more, or accept that with --accept-offline single\n"));
            assertThat(accepted.exit()).isZero();
            assertThat(accepted.err()).startsWith("warning: node 1: accepted: partition single-0 ");
            assertThat(elsewhere.exit()).isZero();
            assertThat(health.exit()).isZero();
            JsonNode json = new ObjectMapper().readTree(health.out());
            assertThat(json.get("problems")).isEmpty();
            assertThat(json.get("warnings")).hasSize(1);
        } finally {
            admin.deleteTopics(List.of("single")).all().get();
        }
    }

    @Test
    void aStoppedControllerHoldsBackTheOthers() throws Exception {
        List<Integer> voters = voters();
        int stopped = voters.get(0);
        int other = voters.get(1);
        cluster.stop(stopped);
        awaitUntil(() -> run("health").out().contains("controller " + stopped + " is not caught up"));

        Run controller = run("gate", "--node", other, "--timeout", "PT0S", "--accept-down", stopped);
        Run byControllers = runAgainst(
                List.of("--bootstrap-controller", cluster.controllerBootstrap()),
                "gate",
                "--node",
                other,
                "--timeout",
                "PT0S");
        Run broker = run("gate", "--node", 1, "--timeout", "PT0S");
        Run acceptedBroker = run("gate", "--node", 1, "--accept-down", stopped, "--stable", 1);
        Run itself = run("gate", "--node", stopped, "--stable", 1);

        String majority = "2 of 3 voters are needed";
        assertThat(controller.exit()).isEqualTo(1);
        assertThat(controller.err()).contains(majority);
        assertThat(byControllers.exit()).isEqualTo(1);
        assertThat(byControllers.err()).contains(majority);
        assertThat(broker.exit()).isEqualTo(1);
        assertThat(broker.err()).contains("controller " + stopped + " is not caught up");
        assertThat(acceptedBroker.exit()).isZero();
        assertThat(itself.exit()).isZero();
        assertThat(run("joined", "--node", stopped, "--timeout", "PT0S").err())
                .isEqualTo("node " + stopped + " is not caught up with the active controller\n");
    }

    @Test
    void controllersAloneTellOnlyOfThemselves() {
        List<String> controllers = List.of("--bootstrap-controller", cluster.controllerBootstrap());

        Run voter = runAgainst(controllers, "gate", "--node", 11, "--stable", 1);
        Run broker = runAgainst(controllers, "gate", "--node", 1, "--timeout", "PT0S");
        Run both = runAgainst(
                List.of(
                        "--bootstrap-controller",
                        cluster.controllerBootstrap(),
                        "--bootstrap-server",
                        cluster.bootstrap()),
                "gate",
                "--node",
                1,
                "--stable",
                1);

        assertThat(voter)
                .isEqualTo(new Run(
                        0,
                        "node 11 may be restarted\n",
                        "warning: node 11: only the controllers were asked: brokers and partitions were not judged\n"));
        assertThat(broker.exit()).isEqualTo(1);
        assertThat(broker.err()).contains("it is not a voter, and only the controllers were asked");
        assertThat(both).isEqualTo(new Run(0, "node 1 may be restarted\n", ""));
        assertThat(runAgainst(controllers, "joined", "--node", 12, "--stable", 1)
                        .exit())
                .isZero();
    }

    @Test
    void aWrongPasswordIsANoAndIsNotPrinted() throws Exception {
        Path wrong = users("wrong-pass");
        Path right = users("right");
        List<String> server = List.of("--bootstrap-server", cluster.passwordBootstrap(), "--command-config");

        for (String command : List.of("gate", "joined", "health", "order")) {
            Run refused = runAgainst(with(server, wrong.toString()), arguments(command));

            assertThat(refused.exit()).as(command).isEqualTo(1);
            assertThat(refused.out()).isEmpty();
            assertThat(refused.err())
                    .contains("the cluster cannot be asked: SaslAuthenticationException")
                    .doesNotContain("wrong-pass");
        }
        assertThat(runAgainst(with(server, right.toString()), "gate", "--node", 1, "--stable", 1)
                        .exit())
                .isZero();
    }

    @Test
    void aClosedPortASilentOneAndOneThatSpeaksNoTlsAreANo() throws Exception {
        Path tls = Files.writeString(folder.resolve("tls.properties"), "security.protocol=SSL\n");
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            for (List<String> server : List.of(
                    List.of("--bootstrap-server", "127.0.0.1:1"),
                    List.of("--bootstrap-controller", "127.0.0.1:1"),
                    List.of("--bootstrap-server", "127.0.0.1:" + silent.getLocalPort()),
                    List.of("--bootstrap-server", "no-such-host.invalid:9092"),
                    List.of("--bootstrap-server", cluster.bootstrap(), "--command-config", tls.toString()))) {
                for (String command : List.of("gate", "health")) {
                    Run unreached = runAgainst(with(server, "--request-timeout", "PT1S"), arguments(command));

                    assertThat(unreached.exit()).as("%s %s", server, command).isEqualTo(1);
                    assertThat(unreached.out()).isEmpty();
                    assertThat(unreached.err()).contains("the cluster cannot be asked: ");
                }
            }
        }
    }

    @Test
    void wrongUsageIsToldFromANo() {
        assertThat(runAgainst(List.of(), "gate", "--node", 1).exit()).isEqualTo(2);
        assertThat(run("gate").exit()).isEqualTo(2);
        assertThat(run("gate", "--node", 1, "--timeout", "soon").exit()).isEqualTo(2);
        assertThat(run("health", "--command-config", folder.resolve("none").toString())
                        .exit())
                .isEqualTo(2);
        assertThat(runAgainst(
                                List.of("--bootstrap-controller", "127.0.0.1:1"),
                                "resources",
                                "plan",
                                "--file",
                                folder.resolve("none").toString())
                        .exit())
                .isEqualTo(2);
    }

    private record Run(int exit, String out, String err) {}

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static Run run(Object... arguments) {
        return runAgainst(List.of("--bootstrap-server", cluster.bootstrap()), arguments);
    }

    private static Run runAgainst(List<String> servers, Object... arguments) {
        List<String> all = new ArrayList<>();
        for (Object argument : arguments) {
            all.add(argument.toString());
        }
        all.addAll(servers);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command =
                ClusterMain.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exit = command.execute(all.toArray(String[]::new));
        return new Run(exit, out.toString(), err.toString());
    }

    /** For one look. */
    private static Object[] arguments(String command) {
        return switch (command) {
            case "gate", "joined" -> new Object[] {command, "--node", "1", "--timeout", "PT0S"};
            default -> new Object[] {command};
        };
    }

    private static List<String> with(List<String> list, String... more) {
        List<String> all = new ArrayList<>(list);
        all.addAll(List.of(more));
        return all;
    }

    private static Path users(String password) throws IOException {
        return Files.writeString(folder.resolve(password + ".properties"), """
                security.protocol=SASL_PLAINTEXT
                sasl.mechanism=PLAIN
                sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required \
                username="admin" password="%s";
                """.formatted(password));
    }

    private static List<Integer> voters() throws IOException {
        List<Integer> voters = new ArrayList<>();
        new ObjectMapper().readTree(run("order").out()).get("voters").forEach(voter -> voters.add(voter.asInt()));
        return voters;
    }

    private static List<Integer> isr(String topic, int partition) throws InterruptedException {
        try {
            return admin
                    .describeTopics(List.of(topic))
                    .topicNameValues()
                    .get(topic)
                    .get()
                    .partitions()
                    .get(partition)
                    .isr()
                    .stream()
                    .map(node -> node.id())
                    .sorted()
                    .toList();
        } catch (ExecutionException notYet) {
            return List.of();
        }
    }

    private static void awaitUntil(Condition condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(ONCE_WELL_SECONDS);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("it did not come to be").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static void assertWell() {
        Run health = run("health", "--timeout", "PT" + ONCE_WELL_SECONDS + "S", "--stable", 1, "--interval", "PT0.3S");
        assertThat(health.exit()).as(health.out() + health.err()).isZero();
    }
}
