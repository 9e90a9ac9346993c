package io.vigil.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Four brokers of kafka-dist, each a process; the fourth is added later. */
@Timeout(180)
class ReassignIT {

    private static final String TOPIC = "device-events";
    private static final int PARTITIONS = 8;
    private static final int RECORDS = 400;

    @TempDir
    private static Path folder;

    private static SmallCluster cluster;
    private static Admin admin;

    @BeforeAll
    static void start() throws Exception {
        cluster = new SmallCluster(folder, List.of("a", "b", "c", "a"));
        cluster.start(101);
        cluster.start(102);
        cluster.start(103);
        admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
        cluster.awaitAlive(admin, 101, 102, 103);
    }

    @AfterAll
    static void stop() throws Exception {
        if (admin != null) {
            admin.close();
        }
        if (cluster != null) {
            cluster.stop();
        }
    }

    @Test
    void adds_a_broker_and_drains_it_again() throws Exception {
        admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 3), new NewTopic("one", 4, (short) 1)))
                .all()
                .get();
        produce();
        assertThat(run("reassign", "plan", "--add", "104")).isEqualTo(new Run(1, "", "broker 104 is unknown\n"));
        cluster.start(104);
        cluster.awaitAlive(admin, 101, 102, 103, 104);

        Run plan = run("reassign", "plan", "--add", "104");
        assertThat(plan.exitCode()).isZero();
        assertThat(plan.out()).containsPattern("(?m)^device-events-\\d: \\[[0-9,]+\\] -> \\[[0-9,]*104[0-9,]*\\]$");
        assertThat(replicas(TOPIC).values().stream().filter(ids -> ids.contains(104)))
                .isEmpty();

        refusesTheThrottleOfSomebodyElse();

        removesTheThrottleWhenItIsStopped();

        Run add = run("reassign", "execute", "--add", "104", "--resume");
        assertThat(add.exitCode()).as(add.err()).isZero();
        assertThat(add.out()).containsPattern("(?m)^moves: \\d+$");
        assertThat(replicas(TOPIC).values().stream().filter(ids -> ids.contains(104)))
                .hasSizeBetween(3, 5);
        assertThat(replicas(TOPIC).values())
                .allSatisfy(ids -> assertThat(ids).hasSize(3).contains(102, 103));
        // The controller has elected them; the broker that is asked may hear of it a moment later.
        await().untilAsserted(
                        () -> assertThat(leaders()).as("preferred leaders lead").isEqualTo(preferred()));
        assertThat(throttles()).isEmpty();
        assertThat(read()).isEqualTo(RECORDS);
        assertThat(run("reassign", "execute", "--add", "104").out()).isEqualTo("moves: 0\n");

        assertThat(run("reassign", "plan", "--drain", "104", "--json").out())
                .startsWith("{\"moves\":[{\"topic\":\"device-events\",\"partition\":");
        Run drainPlan = run("reassign", "plan", "--drain", "104");
        Run drain = run("reassign", "execute", "--drain", "104");
        assertThat(drain.out()).as(drain.err()).isEqualTo(drainPlan.out());
        assertThat(replicas(TOPIC).values()).allSatisfy(ids -> assertThat(ids).doesNotContain(104));
        assertThat(replicas("one").values()).allSatisfy(ids -> assertThat(ids).doesNotContain(104));
        assertThat(throttles()).isEmpty();
        assertThat(read()).isEqualTo(RECORDS);
        assertThat(run("reassign", "execute", "--drain", "104").out()).isEqualTo("moves: 0\n");

        Run slow = run("reassign", "execute", "--add", "104", "--throttle", "1", "--timeout", "PT1S");
        assertThat(slow.exitCode()).isOne();
        assertThat(slow.err()).contains("not done within PT1S, left: ").contains("run the same again with --resume");
        assertThat(throttles()).isEmpty();
        assertThat(run("reassign", "execute", "--add", "104", "--resume").exitCode())
                .isZero();

        Run tooFew = run("reassign", "plan", "--drain", "103");
        assertThat(tooFew.exitCode()).isOne();
        assertThat(tooFew.err()).contains("partition device-events-0 is on 3 racks");
    }

    private static void refusesTheThrottleOfSomebodyElse() throws Exception {
        ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, "101");
        ConfigEntry rate = new ConfigEntry("leader.replication.throttled.rate", "12345");
        admin.incrementalAlterConfigs(Map.of(broker, List.of(new AlterConfigOp(rate, AlterConfigOp.OpType.SET))))
                .all()
                .get();

        Run refused = run("reassign", "execute", "--add", "104");

        assertThat(refused.exitCode()).isOne();
        assertThat(refused.err()).contains("broker 101 has leader.replication.throttled.rate=12345");
        assertThat(throttles()).containsExactly("101 leader.replication.throttled.rate");
        assertThat(replicas(TOPIC).values().stream().filter(ids -> ids.contains(104)))
                .isEmpty();
        admin.incrementalAlterConfigs(Map.of(broker, List.of(new AlterConfigOp(rate, AlterConfigOp.OpType.DELETE))))
                .all()
                .get();
    }

    private static void removesTheThrottleWhenItIsStopped() throws Exception {
        Path err = folder.resolve("stopped.err");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ClusterMain.class.getName(),
                        "reassign",
                        "execute",
                        "--add",
                        "104",
                        "--throttle",
                        "1",
                        "--bootstrap-server",
                        cluster.bootstrapServers())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(err.toFile())
                .start();
        try {
            await().atMost(Duration.ofSeconds(30))
                    .failFast("it has ended", () -> !process.isAlive())
                    .until(() -> !admin.listPartitionReassignments()
                            .reassignments()
                            .get()
                            .isEmpty());
            assertThat(throttles())
                    .contains(
                            "104 follower.replication.throttled.rate",
                            "101 leader.replication.throttled.rate",
                            TOPIC + " leader.replication.throttled.replicas",
                            TOPIC + " follower.replication.throttled.replicas");
            Run meanwhile = run("reassign", "plan", "--add", "104");
            assertThat(meanwhile.exitCode()).isOne();
            assertThat(meanwhile.err()).contains("in progress: " + TOPIC + "-").contains("--resume");
        } finally {
            process.destroy();
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(143);
        assertThat(Files.readString(err)).contains("stopped: the throttle is removed");
        assertThat(throttles()).isEmpty();
        // The cluster ends alone what has begun; the leaders are then for the run that resumes.
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        admin.listPartitionReassignments().reassignments().get().isEmpty());
    }

    private static Run run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--bootstrap-server=" + cluster.bootstrapServers());
        int exitCode = ClusterMain.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
        return new Run(exitCode, out.toString(), err.toString());
    }

    private static void produce() {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            IntStream.range(0, RECORDS)
                    .forEach(i ->
                            producer.send(new ProducerRecord<>(TOPIC, i % PARTITIONS, "key-" + i, "x".repeat(1000))));
            producer.flush();
        }
    }

    private static int read() {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        cluster.bootstrapServers(),
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(IntStream.range(0, PARTITIONS)
                    .mapToObj(i -> new TopicPartition(TOPIC, i))
                    .toList());
            int found = 0;
            long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (found < RECORDS && System.nanoTime() - end < 0) {
                found += consumer.poll(Duration.ofMillis(200)).count();
            }
            return found;
        }
    }

    private static List<TopicPartitionInfo> described(String topic) throws ExecutionException, InterruptedException {
        return admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .partitions();
    }

    private static Map<Integer, List<Integer>> replicas(String topic) throws ExecutionException, InterruptedException {
        Map<Integer, List<Integer>> replicas = new HashMap<>();
        described(topic)
                .forEach(partition -> replicas.put(
                        partition.partition(),
                        partition.replicas().stream().map(node -> node.id()).toList()));
        return replicas;
    }

    private static List<Integer> leaders() throws ExecutionException, InterruptedException {
        return described(TOPIC).stream()
                .map(partition -> partition.leader().id())
                .toList();
    }

    private static List<Integer> preferred() throws ExecutionException, InterruptedException {
        return described(TOPIC).stream()
                .map(partition -> partition.replicas().get(0).id())
                .toList();
    }

    private static Set<String> throttles() throws ExecutionException, InterruptedException {
        Collection<ConfigResource> resources = new ArrayList<>();
        List.of(TOPIC, "one").forEach(topic -> resources.add(new ConfigResource(ConfigResource.Type.TOPIC, topic)));
        List.of("101", "102", "103", "104")
                .forEach(id -> resources.add(new ConfigResource(ConfigResource.Type.BROKER, id)));
        Set<String> found = new TreeSet<>();
        admin.describeConfigs(resources)
                .all()
                .get()
                .forEach((resource, config) -> config.entries().stream()
                        .filter(entry -> entry.name().contains("replication.throttled") && !entry.isDefault())
                        .forEach(entry -> found.add(resource.name() + " " + entry.name())));
        return found;
    }

    private record Run(int exitCode, String out, String err) {}
}
