package io.vigil.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A broker, a controller or both, as a process of what kafka-dist has built; all that it writes is in a folder of its own. */
final class KafkaNode implements AutoCloseable {

    private static final Path PROGRAMS =
            Path.of("../kafka-dist/target/kafka-dist/bin").toAbsolutePath().normalize();
    private static final int FORMAT_SECONDS = 60;
    private static final int STOP_SECONDS = 30;
    private static final Set<Integer> GIVEN_PORTS = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final Path settings;
    private Process formatting;
    private Process process;

    /** @param settings the lines of server.properties, without log.dirs */
    KafkaNode(Path folder, String settings) throws IOException {
        this.folder = Files.createDirectories(folder);
        // Two buffers have to fit into its small heap: the cleaner makes a new one before it lets the old one go.
        this.settings = Files.writeString(
                folder.resolve("server.properties"), settings + """

                log.dirs=%s
                log.cleaner.dedupe.buffer.size=4194304
                """.formatted(folder.resolve("data")));
    }

    /** Below what Linux gives to outgoing connections, so that none of those takes it before the node does. */
    static int freePort() {
        for (int i = 0; i < 1_000; i++) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                if (GIVEN_PORTS.add(port)) {
                    return port;
                }
            } catch (IOException inUse) {
                continue;
            }
        }
        throw new IllegalStateException("no free port");
    }

    /** Begins to format it; several nodes do so at the same time. */
    void format(String clusterId, String... options) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("format", "--cluster-id", clusterId, "--config", settings.toString()));
        arguments.addAll(List.of(options));
        formatting = launch("kafka-storage.sh", arguments);
    }

    /** Starts it once it is formatted, and does not wait for it. */
    void start() throws IOException, InterruptedException {
        if (formatting != null) {
            if (!formatting.waitFor(FORMAT_SECONDS, TimeUnit.SECONDS) || formatting.exitValue() != 0) {
                formatting.destroyForcibly();
                throw new IOException("it cannot be formatted:\n" + lastLines());
            }
            formatting = null;
        }
        process = launch("kafka-server-start.sh", List.of(settings.toString()));
    }

    boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** In good order. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    /** @param name STOP or CONT */
    void signal(String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("it cannot be sent " + name);
        }
    }

    String lastLines() throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("output.log"));
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }

    /** Kills it, and waits until nothing writes into its folder any more. */
    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly()
                    .onExit()
                    .orTimeout(STOP_SECONDS, TimeUnit.SECONDS)
                    .join();
        }
    }

    private Process launch(String program, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(PROGRAMS.resolve(program).toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("output.log").toFile()));
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "KAFKA_HEAP_OPTS",
                        "-Xmx192m -XX:TieredStopAtLevel=1",
                        "KAFKA_JVM_PERFORMANCE_OPTS",
                        "-XX:+UseSerialGC",
                        "LOG_DIR",
                        folder.resolve("logs").toString()));
        return builder.start();
    }
}
