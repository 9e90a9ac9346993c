package io.vigil.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/**
 * A broker that is its own controller, as a process: one listener for its super user, who needs no password, and one
 * for users who log in with SCRAM-SHA-512. It has an authorizer.
 */
final class SecuredKafka implements AutoCloseable {

    private static final Duration TO_START = Duration.ofSeconds(60);

    private final KafkaNode node;
    private final String bootstrap;
    private final String scramBootstrap;

    private SecuredKafka(KafkaNode node, String bootstrap, String scramBootstrap) {
        this.node = node;
        this.bootstrap = bootstrap;
        this.scramBootstrap = scramBootstrap;
    }

    /** Starts it, its data and logs below the folder. */
    static SecuredKafka start(Path folder) throws IOException, InterruptedException {
        String admin = "127.0.0.1:" + KafkaNode.freePort();
        String scram = "127.0.0.1:" + KafkaNode.freePort();
        String controller = "127.0.0.1:" + KafkaNode.freePort();
        SecuredKafka kafka = new SecuredKafka(
                new KafkaNode(folder.resolve("kafka"), settings(admin, scram, controller)), admin, scram);
        try {
            kafka.node.format(Uuid.randomUuid().toString());
            kafka.node.start();
            kafka.awaitReady();
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
        node.close();
    }

    private void awaitReady() throws IOException, InterruptedException {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", bootstrap);
        properties.put("default.api.timeout.ms", Math.toIntExact(TO_START.toMillis()));
        properties.put("request.timeout.ms", 5_000);
        try (Admin admin = Admin.create(properties)) {
            admin.listTopics().names().get();
        } catch (ExecutionException e) {
            throw new IOException("Kafka is not ready: " + node.lastLines(), e);
        }
    }

    private static String settings(String admin, String scram, String controller) {
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
                offsets.topic.replication.factor=1
                """.formatted(admin, scram, controller);
    }
}
