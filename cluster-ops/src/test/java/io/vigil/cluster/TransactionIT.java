package io.vigil.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the classifier relies on: a transaction is committed in each of its partitions, also in one that has no leader at
 * that moment. Kafka 4.3.0 and 4.3.1 leave such a partition out, and say that all is committed (KAFKA-20734).
 */
@Timeout(180)
class TransactionIT {

    private static final int COORDINATOR = 101;
    private static final int LEADER = 102;
    private static final TopicPartition EVENTS = new TopicPartition("events", 0);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private SmallCluster cluster;
    private Admin admin;

    @BeforeEach
    void start() throws Exception {
        cluster = new SmallCluster(folder, List.of("a", "b"), "transaction.state.log.num.partitions=1");
        cluster.start(COORDINATOR);
        cluster.start(LEADER);
        admin = Admin.create(brokers());
        cluster.awaitAlive(admin, COORDINATOR, LEADER);
        NewTopic transactions = new NewTopic("__transaction_state", Map.of(0, List.of(COORDINATOR)))
                .configs(Map.of("cleanup.policy", "compact", "min.insync.replicas", "1"));
        admin.createTopics(List.of(transactions, new NewTopic(EVENTS.topic(), Map.of(0, List.of(LEADER)))))
                .all()
                .get();
    }

    @AfterEach
    void stop() {
        if (admin != null) {
            admin.close();
        }
        cluster.stop();
    }

    @Test
    void isCommittedInAPartitionThatHadNoLeader() throws Exception {
        try (KafkaProducer<String, String> producer = producer()) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(EVENTS.topic(), "device", "fallen"))
                    .get();
            cluster.kill(LEADER);
            await().atMost(PATIENCE).until(() -> !hasLeader());
            producer.commitTransaction();

            cluster.startAgain(LEADER);

            assertThat(readCommitted()).isEqualTo("fallen");
        }
    }

    private boolean hasLeader() throws Exception {
        Node leader = admin.describeTopics(List.of(EVENTS.topic()))
                .allTopicNames()
                .get()
                .get(EVENTS.topic())
                .partitions()
                .get(0)
                .leader();
        return leader != null && !leader.isEmpty();
    }

    private String readCommitted() {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "isolation.level", "read_committed");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(EVENTS));
            consumer.seek(EVENTS, 0);
            return await().atMost(PATIENCE)
                    .until(() -> consumer.poll(Duration.ofMillis(200)), records -> !records.isEmpty())
                    .iterator()
                    .next()
                    .value();
        }
    }

    private KafkaProducer<String, String> producer() {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        cluster.bootstrapServers(),
                        "transactional.id",
                        "classifier",
                        "transaction.timeout.ms",
                        60_000),
                new StringSerializer(),
                new StringSerializer());
    }

    private Map<String, Object> brokers() {
        return Map.of("bootstrap.servers", cluster.bootstrapServers());
    }
}
