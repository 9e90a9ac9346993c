package io.vigil.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.Uuid;

/** Brokers with ids from 101 on, small ones, of what kafka-dist has built. The first is the controller, too. */
final class SmallCluster {

    private static final int FIRST = 101;
    private static final Path KAFKA = Path.of("..", "kafka-dist", "target", "kafka-dist");

    private final String id = Uuid.randomUuid().toString();
    private final Map<Integer, Process> processes = new HashMap<>();
    private final Set<Integer> taken = new HashSet<>();
    private final Path folder;
    private final List<String> racks;
    private final List<Integer> ports = new ArrayList<>();
    private final int controllerPort;

    /** @param racks one for each broker */
    SmallCluster(Path folder, List<String> racks) {
        this.folder = folder;
        this.racks = racks;
        racks.forEach(rack -> ports.add(freePort()));
        controllerPort = freePort();
    }

    /** The first three, which always run. */
    String bootstrapServers() {
        return ports.stream().limit(3).map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    }

    /** Starts a broker, and does not wait for it. */
    void start(int broker) throws IOException, InterruptedException {
        int index = broker - FIRST;
        boolean controls = broker == FIRST;
        Path settings = folder.resolve(broker + ".properties");
        String controller = "CONTROLLER://127.0.0.1:" + controllerPort;
        Files.write(
                settings,
                List.of(
                        "node.id=" + broker,
                        "process.roles=" + (controls ? "broker,controller" : "broker"),
                        "controller.quorum.voters=" + FIRST + "@127.0.0.1:" + controllerPort,
                        "controller.listener.names=CONTROLLER",
                        "listeners=PLAINTEXT://127.0.0.1:" + ports.get(index) + (controls ? "," + controller : ""),
                        "broker.rack=" + racks.get(index),
                        "log.dirs=" + folder.resolve("data-" + broker),
                        "auto.create.topics.enable=false",
                        "offsets.topic.num.partitions=2",
                        // So that little data takes several fetches, and a throttle can hold it back.
                        "replica.fetch.max.bytes=16384",
                        // Of the heap; the default is 128 MiB.
                        "log.cleaner.dedupe.buffer.size=16777216"));
        Process format =
                launch(broker, "kafka-storage.sh", "format", "--cluster-id", id, "--config", settings.toString());
        assertThat(format.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(format.exitValue()).as(log(broker).toString()).isZero();
        processes.put(broker, launch(broker, "kafka-server-start.sh", settings.toString()));
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

    void stop() throws InterruptedException {
        processes.values().forEach(Process::destroyForcibly);
        for (Process process : processes.values()) {
            process.waitFor(10, TimeUnit.SECONDS);
        }
    }

    private Process launch(int broker, String script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(KAFKA.resolve("bin").resolve(script).toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        File log = log(broker).toFile();
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "KAFKA_HEAP_OPTS",
                        "-Xmx128m",
                        "KAFKA_JVM_PERFORMANCE_OPTS",
                        "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
                        "LOG_DIR",
                        folder.toString()));
        return builder.start();
    }

    private Path log(int broker) {
        return folder.resolve(broker + ".log");
    }

    /** Below what Linux gives to outgoing connections, so that none of those takes it before the broker does. */
    private int freePort() {
        for (int i = 0; i < 1_000; i++) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                if (taken.add(port)) {
                    return port;
                }
            } catch (IOException inUse) {
                // The next one, then.
            }
        }
        throw new IllegalStateException("no free port");
    }
}
