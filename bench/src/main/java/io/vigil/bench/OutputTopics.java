package io.vigil.bench;

import io.vigil.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The topics {@code alarms} and {@code events}, as a reader sees them that reads only what is committed. */
final class OutputTopics implements Outputs {

    static final List<String> NAMES = List.of(Topics.ALARMS, Topics.EVENTS);

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String bootstrapServers;
    private final RunTopics topics;
    private final List<TopicPartition> partitions;

    /** The topics as they are now; another object is needed once they are made anew. */
    OutputTopics(String bootstrapServers, RunTopics topics) throws InterruptedException {
        this.bootstrapServers = bootstrapServers;
        this.topics = topics;
        this.partitions = topics.partitions(NAMES);
    }

    @Override
    public long reached() throws InterruptedException {
        return topics.committed(partitions);
    }

    @Override
    public Routed count() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.seekToBeginning(partitions);
            Map<String, Long> found = new HashMap<>();
            long readAt = System.nanoTime();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                var records = consumer.poll(POLL);
                records.forEach(record -> found.merge(record.topic(), 1L, Long::sum));
                if (!records.isEmpty()) {
                    readAt = System.nanoTime();
                } else if (System.nanoTime() - readAt > PATIENCE.toNanos()) {
                    throw new BenchException("cannot count what is in " + NAMES + ": the broker does not answer");
                }
            }
            return new Routed(found.getOrDefault(Topics.ALARMS, 0L), found.getOrDefault(Topics.EVENTS, 0L));
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                10_000,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) PATIENCE.toMillis());
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        return new KafkaConsumer<>(settings, bytes, bytes);
    }
}
