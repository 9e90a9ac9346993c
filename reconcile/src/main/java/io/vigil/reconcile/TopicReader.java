package io.vigil.reconcile;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads what is committed in a topic, from its beginning to where it ends, and later on to where it ends then. Without a
 * group, so that nobody else's reading is touched.
 */
final class TopicReader implements AutoCloseable {

    /** A broker with which a reading does not get on for this long is taken to be away. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int PROGRESS_EVERY = 1_000_000;

    private final String topic;
    private final Consumer<String> progress;
    private final KafkaConsumer<byte[], byte[]> kafka;
    private final List<TopicPartition> partitions;
    private long records;

    /**
     * A reader that stands at the beginning of the topic.
     *
     * @param properties of a Kafka consumer
     * @param partitionCount how many partitions the topic has
     * @param progress is told how far it is, from time to time
     */
    TopicReader(Map<String, ?> properties, String topic, int partitionCount, Consumer<String> progress) {
        this.topic = topic;
        this.progress = progress;
        Map<String, Object> own = new HashMap<>(properties);
        own.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        own.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // Retention may delete records while they are being read.
        own.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        own.remove(ConsumerConfig.GROUP_ID_CONFIG);
        this.kafka = new KafkaConsumer<>(own, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.partitions = IntStream.range(0, partitionCount)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        kafka.assign(partitions);
        kafka.seekToBeginning(partitions);
    }

    String topic() {
        return topic;
    }

    int partitionCount() {
        return partitions.size();
    }

    /** How many records were read so far. */
    long records() {
        return records;
    }

    /** Where each partition ends now: behind its last record that is committed. */
    Map<Integer, Long> ends() {
        return byPartition(kafka.endOffsets(partitions, PATIENCE));
    }

    /** Where each partition begins now; above 0 where retention has deleted what was before. */
    Map<Integer, Long> begins() {
        return byPartition(kafka.beginningOffsets(partitions, PATIENCE));
    }

    /** Reads on to where the topic ends now; see {@link #readTo}. */
    void readOn(Consumer<ConsumerRecord<byte[], byte[]>> consumer) {
        readTo(ends(), consumer);
    }

    /**
     * Reads on at least to the given offsets. A partition's records come in the order of their offsets.
     *
     * @throws CannotCompareException if no more records come, though the end is not reached
     * @throws org.apache.kafka.common.KafkaException if the broker refuses
     */
    void readTo(Map<Integer, Long> ends, Consumer<ConsumerRecord<byte[], byte[]>> consumer) {
        long left = left(ends);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (left > 0) {
            for (ConsumerRecord<byte[], byte[]> record : kafka.poll(POLL)) {
                consumer.accept(record);
                if (++records % PROGRESS_EVERY == 0) {
                    progress.accept("reading topic " + topic + ", " + records + " records so far");
                }
            }
            long before = left;
            left = left(ends);
            // Markers of transactions take offsets too, so it is the offset and not the record that shows progress.
            if (left < before) {
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() - deadline > 0) {
                throw new CannotCompareException("The broker gives no more of topic " + topic + " since "
                        + PATIENCE.toSeconds() + " s, though its end is " + left + " offsets ahead");
            }
        }
    }

    @Override
    public void close() {
        kafka.close();
    }

    private long left(Map<Integer, Long> ends) {
        return partitions.stream()
                .mapToLong(partition -> Math.max(0, ends.get(partition.partition()) - position(partition)))
                .sum();
    }

    private long position(TopicPartition partition) {
        return kafka.position(partition, PATIENCE);
    }

    private static Map<Integer, Long> byPartition(Map<TopicPartition, Long> offsets) {
        return offsets.entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().partition(), Map.Entry::getValue));
    }
}
