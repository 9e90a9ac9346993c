package io.vigil.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/**
 * A broker that is its own controller, as a process: one listener for its super user, who needs no password, and one
 * for users who log in with SCRAM-SHA-512. It has an authorizer.
 */
final class SecuredKafka implements AutoCloseable {

    private static final Path DISTRIBUTION =
            Path.of("../kafka-dist/target/kafka-dist").toAbsolutePath().normalize();
    private static final Duration TO_START = Duration.ofSeconds(60);

    private final Process process;
    private final String bootstrap;
    private final String scramBootstrap;

    private SecuredKafka(Process process, String bootstrap, String scramBootstrap) {
        this.process = process;
        this.bootstrap = bootstrap;
        this.scramBootstrap = scramBootstrap;
    }

    /** Starts it, its data and logs below the folder. */
    static SecuredKafka start(Path folder) throws IOException, InterruptedException {
        String admin = "127.0.0.1:" + freePort();
        String scram = "127.0.0.1:" + freePort();
        String controller = "127.0.0.1:" + freePort();
        Path settings =
                Files.writeString(folder.resolve("server.properties"), settings(folder, admin, scram, controller));
        run(
                folder,
                "kafka-storage.sh",
                "format",
                "--cluster-id",
                Uuid.randomUuid().toString(),
                "--config",
                settings.toString());
        Process process =
                program(folder, "kafka-server-start.sh", settings.toString()).start();
        SecuredKafka kafka = new SecuredKafka(process, admin, scram);
        try {
            kafka.awaitReady(folder);
        } catch (IOException | InterruptedException | RuntimeException e) {
            kafka.close();
            throw e;
        }
        return kafka;
    }

    String bootstrap() {
        return bootstrap;
    }

    String scramBootstrap() {
        return scramBootstrap;
    }

    Admin admin() {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", bootstrap);
        return Admin.create(properties);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void awaitReady(Path folder) throws IOException, InterruptedException {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", bootstrap);
        properties.put("default.api.timeout.ms", Math.toIntExact(TO_START.toMillis()));
        properties.put("request.timeout.ms", 5_000);
        try (Admin admin = Admin.create(properties)) {
            admin.listTopics().names().get();
        } catch (ExecutionException e) {
            throw new IOException("Kafka is not ready: " + Files.readString(folder.resolve("output.log")), e);
        }
    }

    private static String settings(Path folder, String admin, String scram, String controller) {
        return """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@%3$s
                listeners=ADMIN://%1$s,USERS://%2$s,CONTROLLER://%3$s
                advertised.listeners=ADMIN://%1$s,USERS://%2$s
                listener.security.protocol.map=ADMIN:PLAINTEXT,USERS:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT
                inter.broker.listener.name=ADMIN
                controller.listener.names=CONTROLLER
                sasl.enabled.mechanisms=SCRAM-SHA-512
                listener.name.users.scram-sha-512.sasl.jaas.config=\
                org.apache.kafka.common.security.scram.ScramLoginModule required;
                authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
                super.users=User:ANONYMOUS
                log.dirs=%4$s
                # Two of them fit in its small heap: it makes a new one before it lets the old one go.
                log.cleaner.dedupe.buffer.size=4194304
                offsets.topic.replication.factor=1
                """.formatted(admin, scram, controller, folder.resolve("data"));
    }

    private static void run(Path folder, String... command) throws IOException, InterruptedException {
        Process process = program(folder, command).start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(command[0] + " failed: " + Files.readString(folder.resolve("output.log")));
        }
    }

    private static ProcessBuilder program(Path folder, String... command) {
        command[0] = DISTRIBUTION.resolve("bin").resolve(command[0]).toString();
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("output.log").toFile()));
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME", System.getProperty("java.home"),
                        "KAFKA_HEAP_OPTS", "-Xmx256m -XX:TieredStopAtLevel=1",
                        "LOG_DIR", folder.resolve("logs").toString()));
        return builder;
    }

    /** Below what Linux gives to outgoing connections, so that none of those takes it before the broker does. */
    private static int freePort() throws IOException {
        for (int i = 0; i < 1_000; i++) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (IOException inUse) {
                continue;
            }
        }
        throw new IOException("no free port");
    }
}
