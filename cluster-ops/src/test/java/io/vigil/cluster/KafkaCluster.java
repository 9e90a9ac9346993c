package io.vigil.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
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
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/**
 * Brokers 1, 2, 3 and controllers 11, 12, 13, a process each. The brokers have a listener for anybody, and one that asks
 * for a password.
 */
final class KafkaCluster implements AutoCloseable {

    static final List<Integer> BROKERS = List.of(1, 2, 3);
    static final List<Integer> CONTROLLERS = List.of(11, 12, 13);

    private static final Path DISTRIBUTION =
            Path.of("../kafka-dist/target/kafka-dist").toAbsolutePath().normalize();
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path folder;
    private final Map<Integer, Integer> ports = new TreeMap<>();
    private final Map<Integer, Integer> passwordPorts = new TreeMap<>();
    private final Map<Integer, Process> processes = new TreeMap<>();
    private final Set<Integer> frozen = new HashSet<>();
    private final String initialControllers;

    private KafkaCluster(Path folder) throws IOException {
        this.folder = folder;
        Set<Integer> taken = new HashSet<>();
        for (int id : nodes()) {
            ports.put(id, freePort(taken));
            if (BROKERS.contains(id)) {
                passwordPorts.put(id, freePort(taken));
            }
        }
        initialControllers = CONTROLLERS.stream()
                .map(id -> id + "@127.0.0.1:" + ports.get(id) + ":" + Uuid.randomUuid())
                .collect(Collectors.joining(","));
    }

    /** Starts all of it, its data and logs below the folder. */
    static KafkaCluster start(Path folder) throws IOException, InterruptedException {
        KafkaCluster cluster = new KafkaCluster(folder);
        try {
            cluster.format();
            for (int id : nodes()) {
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

    void start(int id) throws IOException {
        processes.put(
                id,
                program(id, "kafka-server-start.sh", settingsFile(id).toString())
                        .start());
    }

    /** Stops it in good order. */
    void stop(int id) throws InterruptedException {
        Process process = processes.remove(id);
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    void freeze(int id) throws IOException, InterruptedException {
        signal("STOP", id);
        frozen.add(id);
    }

    void thaw(int id) throws IOException, InterruptedException {
        signal("CONT", id);
        frozen.remove(id);
    }

    /** Undoes what a test did. */
    void restore() throws IOException, InterruptedException {
        for (int id : Set.copyOf(frozen)) {
            thaw(id);
        }
        for (int id : nodes()) {
            if (!processes.containsKey(id)) {
                start(id);
            }
        }
    }

    @Override
    public void close() {
        processes.values().forEach(Process::destroyForcibly);
    }

    private static List<Integer> nodes() {
        List<Integer> nodes = new ArrayList<>(CONTROLLERS);
        nodes.addAll(BROKERS);
        return nodes;
    }

    private static String addresses(List<Integer> nodes, Map<Integer, Integer> ports) {
        return nodes.stream().map(id -> "127.0.0.1:" + ports.get(id)).collect(Collectors.joining(","));
    }

    private void format() throws IOException, InterruptedException {
        String clusterId = Uuid.randomUuid().toString();
        List<Process> all = new ArrayList<>();
        for (int id : nodes()) {
            Files.createDirectories(folder.resolve("node-" + id));
            Files.writeString(settingsFile(id), CONTROLLERS.contains(id) ? controller(id) : broker(id));
            List<String> command = new ArrayList<>(
                    List.of("format", "-t", clusterId, "-c", settingsFile(id).toString()));
            command.addAll(
                    CONTROLLERS.contains(id)
                            ? List.of("--initial-controllers", initialControllers)
                            : List.of("--no-initial-controllers"));
            all.add(program(id, "kafka-storage.sh", command.toArray(String[]::new))
                    .start());
        }
        for (Process process : all) {
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("a node cannot be formatted:\n" + output());
            }
        }
    }

    private String controller(int id) {
        return """
                process.roles=controller
                node.id=%1$d
                listeners=CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=CONTROLLER://127.0.0.1:%2$d
                """.formatted(id, ports.get(id)) + common(id);
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
                log.cleaner.dedupe.buffer.size=4194304
                """.formatted(id, ports.get(id), passwordPorts.get(id)) + common(id);
    }

    private String common(int id) {
        return """
                controller.listener.names=CONTROLLER
                controller.quorum.bootstrap.servers=%1$s
                listener.security.protocol.map=PLAIN:PLAINTEXT,USERS:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT
                log.dirs=%2$s
                broker.session.timeout.ms=4000
                num.partitions=1
                """.formatted(controllerBootstrap(), folder.resolve("node-" + id + "/data"));
    }

    private Path settingsFile(int id) {
        return folder.resolve("node-" + id + "/server.properties");
    }

    private void awaitBrokers() throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (Admin admin = admin()) {
            while (admin.describeCluster().nodes().get().size() < BROKERS.size()) {
                if (System.nanoTime() > end || !processes.values().stream().allMatch(Process::isAlive)) {
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
        for (int id : nodes()) {
            List<String> lines = Files.readAllLines(folder.resolve("node-" + id + "/output.log"));
            all.append("node ").append(id).append('\n');
            lines.subList(Math.max(0, lines.size() - 5), lines.size())
                    .forEach(line -> all.append(line).append('\n'));
        }
        return all.toString();
    }

    private ProcessBuilder program(int id, String program, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(DISTRIBUTION.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("node-" + id + "/output.log").toFile()));
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "KAFKA_HEAP_OPTS",
                        "-Xmx192m -XX:TieredStopAtLevel=1",
                        "KAFKA_JVM_PERFORMANCE_OPTS",
                        "-XX:+UseSerialGC",
                        "LOG_DIR",
                        folder.resolve("node-" + id + "/logs").toString()));
        return builder;
    }

    private void signal(String signal, int id) throws IOException, InterruptedException {
        long pid = processes.get(id).pid();
        int exit = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("node " + id + " cannot be sent " + signal);
        }
    }

    /** Below what Linux gives to outgoing connections, so that none of those takes it before the node does. */
    private static int freePort(Set<Integer> taken) throws IOException {
        return IntStream.generate(() -> ThreadLocalRandom.current().nextInt(20_000, 32_000))
                .limit(1_000)
                .filter(KafkaCluster::isFree)
                .filter(taken::add)
                .findFirst()
                .orElseThrow(() -> new IOException("no free port"));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException inUse) {
            return false;
        }
    }
}
