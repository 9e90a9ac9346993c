package io.vigil.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/**
 * Brokers 1, 2, 3 and controllers 11, 12, 13, a process each. The brokers have a listener for anybody, and one that asks
 * for a password.
 */
final class KafkaCluster implements AutoCloseable {

    static final List<Integer> BROKERS = List.of(1, 2, 3);
    static final List<Integer> CONTROLLERS = List.of(11, 12, 13);

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Map<Integer, Integer> ports = new TreeMap<>();
    private final Map<Integer, Integer> passwordPorts = new TreeMap<>();
    private final Map<Integer, KafkaNode> nodes = new TreeMap<>();
    private final Set<Integer> frozen = new HashSet<>();

    private KafkaCluster(Path folder) throws IOException {
        List<Integer> ids = new ArrayList<>(CONTROLLERS);
        ids.addAll(BROKERS);
        for (int id : ids) {
            ports.put(id, KafkaNode.freePort());
            if (BROKERS.contains(id)) {
                passwordPorts.put(id, KafkaNode.freePort());
            }
        }
        for (int id : ids) {
            String settings = (CONTROLLERS.contains(id) ? controller(id) : broker(id)) + common();
            nodes.put(id, new KafkaNode(folder.resolve("node-" + id), settings));
        }
    }

    /** Starts all of it, its data and logs below the folder. */
    static KafkaCluster start(Path folder) throws IOException, InterruptedException {
        KafkaCluster cluster = new KafkaCluster(folder);
        try {
            cluster.format();
            for (int id : cluster.nodes.keySet()) {
                cluster.start(id);
            }
            cluster.awaitBrokers();
        } catch (IOException | InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    String bootstrap() {
        return addresses(BROKERS, ports);
    }

    String passwordBootstrap() {
        return addresses(BROKERS, passwordPorts);
    }

    String controllerBootstrap() {
        return addresses(CONTROLLERS, ports);
    }

    Admin admin() {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", bootstrap());
        properties.put("default.api.timeout.ms", Math.toIntExact(PATIENCE.toMillis()));
        properties.put("request.timeout.ms", 5_000);
        return Admin.create(properties);
    }

    void start(int id) throws IOException, InterruptedException {
        nodes.get(id).start();
    }

    void stop(int id) throws InterruptedException {
        nodes.get(id).stop();
    }

    void freeze(int id) throws IOException, InterruptedException {
        nodes.get(id).signal("STOP");
        frozen.add(id);
    }

    void thaw(int id) throws IOException, InterruptedException {
        nodes.get(id).signal("CONT");
        frozen.remove(id);
    }

    /** Undoes what a test did. */
    void restore() throws IOException, InterruptedException {
        for (int id : Set.copyOf(frozen)) {
            thaw(id);
        }
        for (KafkaNode node : nodes.values()) {
            if (!node.isRunning()) {
                node.start();
            }
        }
    }

    @Override
    public void close() {
        nodes.values().forEach(KafkaNode::close);
    }

    private static String addresses(List<Integer> nodes, Map<Integer, Integer> ports) {
        return nodes.stream().map(id -> "127.0.0.1:" + ports.get(id)).collect(Collectors.joining(","));
    }

    private void format() throws IOException {
        String clusterId = Uuid.randomUuid().toString();
        String initialControllers = CONTROLLERS.stream()
                .map(id -> id + "@127.0.0.1:" + ports.get(id) + ":" + Uuid.randomUuid())
                .collect(Collectors.joining(","));
        for (int id : nodes.keySet()) {
            if (CONTROLLERS.contains(id)) {
                nodes.get(id).format(clusterId, "--initial-controllers", initialControllers);
            } else {
                nodes.get(id).format(clusterId, "--no-initial-controllers");
            }
        }
    }

    private String controller(int id) {
        return """
                process.roles=controller
                node.id=%1$d
                listeners=CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=CONTROLLER://127.0.0.1:%2$d
                """.formatted(id, ports.get(id));
    }

    /** Fenced after four seconds of silence. */
    private String broker(int id) {
        return """
                process.roles=broker
                node.id=%1$d
                broker.rack=rack-%1$d
                listeners=PLAIN://127.0.0.1:%2$d,USERS://127.0.0.1:%3$d
                inter.broker.listener.name=PLAIN
                sasl.enabled.mechanisms=PLAIN
                listener.name.users.plain.sasl.jaas.config=\
                org.apache.kafka.common.security.plain.PlainLoginModule required user_admin="right";
                broker.heartbeat.interval.ms=500
                """.formatted(id, ports.get(id), passwordPorts.get(id));
    }

    private String common() {
        return """
                controller.listener.names=CONTROLLER
                controller.quorum.bootstrap.servers=%s
                listener.security.protocol.map=PLAIN:PLAINTEXT,USERS:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT
                broker.session.timeout.ms=4000
                num.partitions=1
                """.formatted(controllerBootstrap());
    }

    private void awaitBrokers() throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (Admin admin = admin()) {
            while (admin.describeCluster().nodes().get().size() < BROKERS.size()) {
                if (System.nanoTime() > end || !nodes.values().stream().allMatch(KafkaNode::isRunning)) {
                    throw new IOException("the brokers are not up:\n" + output());
                }
                TimeUnit.MILLISECONDS.sleep(200);
            }
        } catch (ExecutionException e) {
            throw new IOException("the cluster is not up:\n" + output(), e);
        }
    }

    private String output() throws IOException {
        StringBuilder all = new StringBuilder();
        for (int id : nodes.keySet()) {
            all.append("node ")
                    .append(id)
                    .append('\n')
                    .append(nodes.get(id).lastLines())
                    .append('\n');
        }
        return all.toString();
    }
}
