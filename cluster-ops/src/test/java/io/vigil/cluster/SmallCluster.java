package io.vigil.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.Uuid;

/** Brokers with ids from 101 on, small ones, of what kafka-dist has built. The first is the controller, too. */
final class SmallCluster {

    private static final int FIRST = 101;

    private final String id = Uuid.randomUuid().toString();
    private final Map<Integer, KafkaNode> nodes = new HashMap<>();
    private final Path folder;
    private final List<String> racks;
    private final List<String> settings;
    private final List<Integer> ports = new ArrayList<>();
    private final int controllerPort;

    /**
     * @param racks one for each broker
     * @param settings more lines of their server.properties
     */
    SmallCluster(Path folder, List<String> racks, String... settings) {
        this.folder = folder;
        this.racks = racks;
        this.settings = List.of(settings);
        racks.forEach(rack -> ports.add(KafkaNode.freePort()));
        controllerPort = KafkaNode.freePort();
    }

    /** The first three, which always run. */
    String bootstrapServers() {
        return ports.stream().limit(3).map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    }

    /** Starts a broker, and does not wait for it. */
    void start(int broker) throws IOException, InterruptedException {
        int index = broker - FIRST;
        boolean controls = broker == FIRST;
        String controller = "CONTROLLER://127.0.0.1:" + controllerPort;
        KafkaNode node = new KafkaNode(
                folder.resolve("broker-" + broker),
                String.join(
                        "\n",
                        "node.id=" + broker,
                        "process.roles=" + (controls ? "broker,controller" : "broker"),
                        "controller.quorum.voters=" + FIRST + "@127.0.0.1:" + controllerPort,
                        "controller.listener.names=CONTROLLER",
                        "listeners=PLAINTEXT://127.0.0.1:" + ports.get(index) + (controls ? "," + controller : ""),
                        "broker.rack=" + racks.get(index),
                        "auto.create.topics.enable=false",
                        "offsets.topic.num.partitions=2",
                        // So that little data takes several fetches, and a throttle can hold it back.
                        "replica.fetch.max.bytes=16384",
                        String.join("\n", settings)));
        nodes.put(broker, node);
        node.format(id);
        node.start();
    }

    void kill(int broker) {
        nodes.get(broker).close();
    }

    /** Starts a broker that was killed, and does not wait for it. */
    void startAgain(int broker) throws IOException, InterruptedException {
        nodes.get(broker).start();
    }

    void awaitAlive(Admin admin, Integer... brokers) {
        RetryPolicy<Set<Integer>> policy = RetryPolicy.<Set<Integer>>builder()
                .handle(ExecutionException.class, KafkaException.class)
                .handleResultIf(found -> !found.containsAll(List.of(brokers)))
                .withMaxAttempts(-1)
                .withDelay(Duration.ofMillis(200))
                .withMaxDuration(Duration.ofSeconds(60))
                .build();
        Set<Integer> alive = Failsafe.with(policy)
                .get(() -> admin.describeCluster().nodes().get().stream()
                        .map(Node::id)
                        .collect(Collectors.toSet()));
        assertThat(alive).contains(brokers);
    }

    void stop() {
        nodes.values().forEach(KafkaNode::close);
    }
}
