package io.vigil.bench;

import io.vigil.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The limit: Kafka's consumer and producer in one thread, from {@code device-events} to {@code events}. */
final class CopyLoopMain {

    private static final Duration POLL = Duration.ofMillis(100);

    /** As the classifier has it; the producer waits as long for a batch to fill as Kafka Streams lets it. */
    private static final long COMMIT_MILLIS = 500;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final boolean exactlyOnce;
    private final Map<TopicPartition, OffsetAndMetadata> copied = new HashMap<>();
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    private CopyLoopMain(
            KafkaConsumer<byte[], byte[]> consumer, KafkaProducer<byte[], byte[]> producer, boolean exactlyOnce) {
        this.consumer = consumer;
        this.producer = producer;
        this.exactlyOnce = exactlyOnce;
    }

    /**
     * Runs until it is told to stop.
     *
     * @param args the bootstrap servers, an id that no other run has, and whether exactly once: true or false
     */
    public static void main(String[] args) {
        boolean exactlyOnce = Boolean.parseBoolean(args[2]);
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(args[0], args[1], exactlyOnce);
                KafkaProducer<byte[], byte[]> producer = producer(args[0], args[1], exactlyOnce)) {
            new CopyLoopMain(consumer, producer, exactlyOnce).run();
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers, String id, boolean exactlyOnce) {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.GROUP_ID_CONFIG,
                id,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                exactlyOnce ? "read_committed" : "read_uncommitted");
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        return new KafkaConsumer<>(settings, bytes, bytes);
    }

    private static KafkaProducer<byte[], byte[]> producer(String bootstrapServers, String id, boolean exactlyOnce) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4",
                ProducerConfig.LINGER_MS_CONFIG,
                COMMIT_MILLIS));
        if (exactlyOnce) {
            settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
        }
        ByteArraySerializer bytes = new ByteArraySerializer();
        return new KafkaProducer<>(settings, bytes, bytes);
    }

    private void run() {
        if (exactlyOnce) {
            producer.initTransactions();
        }
        consumer.subscribe(List.of(Topics.DEVICE_EVENTS));
        long committedAt = System.nanoTime();
        while (true) {
            copy(consumer.poll(POLL));
            long now = System.nanoTime();
            if (!copied.isEmpty()
                    && now - committedAt > Duration.ofMillis(COMMIT_MILLIS).toNanos()) {
                commit();
                committedAt = now;
            }
        }
    }

    private void copy(ConsumerRecords<byte[], byte[]> records) {
        if (records.isEmpty()) {
            return;
        }
        if (exactlyOnce && copied.isEmpty()) {
            producer.beginTransaction();
        }
        for (ConsumerRecord<byte[], byte[]> record : records) {
            producer.send(
                    new ProducerRecord<>(Topics.EVENTS, null, record.timestamp(), record.key(), record.value()),
                    (done, failed) -> failure.compareAndSet(null, failed));
        }
        copied.putAll(records.nextOffsets());
    }

    private void commit() {
        if (exactlyOnce) {
            producer.sendOffsetsToTransaction(copied, consumer.groupMetadata());
            producer.commitTransaction();
        } else {
            producer.flush();
            if (failure.get() != null) {
                throw new BenchException("a record was not taken", failure.get());
            }
            consumer.commitSync(copied);
        }
        copied.clear();
    }
}
