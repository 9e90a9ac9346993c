package io.vigil.bench;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topic that every measured run of the sink reads from its beginning, and how such topics are filled. */
final class LoadedTopic {

    static final String NAME = "bench-sink";

    private static final int PARTITIONS = 4;
    private static final short COPIES = 1;

    /**
     * More, and a batch that the broker of a topic just made refuses could be overtaken by the next, and would then be
     * refused until it expires (KAFKA-15591).
     */
    private static final int IN_FLIGHT = 1;

    private LoadedTopic() {}

    static void load(String bootstrapServers, int records) throws InterruptedException {
        load(bootstrapServers, NAME, records, LoadedTopic::record);
    }

    /** Makes a topic that a sink can read, and fills it. */
    static void load(
            String bootstrapServers, String topic, int records, IntFunction<ProducerRecord<byte[], byte[]>> record)
            throws InterruptedException {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, COPIES)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new BenchException("cannot make the topic " + topic + ": " + e.getCause(), e);
        }
        fill(bootstrapServers, "none", records, record);
    }

    private static ProducerRecord<byte[], byte[]> record(int number) {
        byte[] key = SampleRecords.deviceId(number).getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(NAME, key, SampleRecords.json(number));
    }

    /**
     * Sends records.
     *
     * @param compression a name of Kafka's
     * @param records how many
     * @param record makes the n-th, counted from 0
     * @throws BenchException when the broker does not take one
     */
    static void fill(
            String bootstrapServers,
            String compression,
            int records,
            IntFunction<ProducerRecord<byte[], byte[]>> record) {
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.LINGER_MS_CONFIG,
                20,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                compression,
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                IN_FLIGHT);
        ByteArraySerializer bytes = new ByteArraySerializer();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings, bytes, bytes)) {
            AtomicReference<Exception> failure = new AtomicReference<>();
            for (int number = 0; number < records; number++) {
                producer.send(record.apply(number), (done, failed) -> failure.compareAndSet(null, failed));
            }
            producer.flush();
            if (failure.get() != null) {
                throw new BenchException("cannot fill a topic: " + failure.get(), failure.get());
            }
        }
    }
}
