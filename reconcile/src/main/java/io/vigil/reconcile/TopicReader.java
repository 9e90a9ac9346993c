package io.vigil.reconcile;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics from their beginning to where they end when the reading begins, without a group. */
final class TopicReader {

    /** A broker that gives nothing for this long is taken to be away. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration POLL = Duration.ofSeconds(1);

    private final Map<String, Object> properties;

    TopicReader(Map<String, ?> properties) {
        this.properties = new HashMap<>(properties);
        this.properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        this.properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    }

    /**
     * Reads a topic. A partition's records come in the order of their offsets.
     *
     * @return how many records there were
     * @throws KafkaException if the topic is not there, or no broker answers
     */
    long read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> consumer) {
        try (KafkaConsumer<byte[], byte[]> kafka =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = kafka.partitionsFor(topic, PATIENCE).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            if (partitions.isEmpty()) {
                throw new KafkaException("There is no topic " + topic);
            }
            Map<TopicPartition, Long> ends = kafka.endOffsets(partitions, PATIENCE);
            kafka.assign(partitions);
            kafka.seekToBeginning(partitions);
            long count = 0;
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (ends.entrySet().stream().anyMatch(end -> kafka.position(end.getKey(), PATIENCE) < end.getValue())) {
                long before = count;
                for (ConsumerRecord<byte[], byte[]> record : kafka.poll(POLL)) {
                    if (record.offset() < ends.get(new TopicPartition(topic, record.partition()))) {
                        consumer.accept(record);
                        count++;
                    }
                }
                if (count > before) {
                    deadline = System.nanoTime() + PATIENCE.toNanos();
                } else if (System.nanoTime() > deadline) {
                    throw new KafkaException("No record of topic " + topic + " came for " + PATIENCE.toSeconds()
                            + " s, though its end is not reached");
                }
            }
            return count;
        }
    }
}
