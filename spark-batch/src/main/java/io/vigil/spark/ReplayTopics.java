package io.vigil.spark;

import io.vigil.events.DeviceEvent;
import io.vigil.schemas.DeviceEventSerializer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The topics that are written to, and the way there. */
final class ReplayTopics {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Of what Spark hands on one by one, so that the broker gets few large batches; as the live producer has it. */
    private static final Map<String, String> PRODUCER_DEFAULTS = Map.of(
            ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4",
            ProducerConfig.LINGER_MS_CONFIG, "20",
            ProducerConfig.BATCH_SIZE_CONFIG, "131072",
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG, "2097152");

    private final Destination destination;
    private final Map<String, String> settings;

    ReplayTopics(Destination destination, Map<String, String> settings) {
        this.destination = destination;
        this.settings = settings;
    }

    /**
     * Makes sure that all topics exist, as a broker may be set to create what is written to, with the wrong partitions.
     *
     * @throws KafkaException if one does not, or no broker answers
     */
    void check() {
        try (Admin admin = Admin.create(withPatience(settings))) {
            Set<String> missing = new TreeSet<>(destination.topics());
            missing.removeAll(admin.listTopics(new ListTopicsOptions().timeoutMs((int) TIMEOUT.toMillis()))
                    .names()
                    .get());
            if (!missing.isEmpty()) {
                throw new KafkaException("There is no topic " + String.join(", ", missing) + " at "
                        + settings.get("bootstrap.servers") + ". Create it; replay never does.");
            }
        } catch (ExecutionException e) {
            throw new KafkaException("The topics at " + settings.get("bootstrap.servers") + " cannot be looked at: "
                    + Failures.explain(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while looking for the topics", e);
        }
    }

    /** The ids of the event's schema, by topic. */
    Map<String, Integer> schemaIds() {
        Map<String, Integer> ids = new HashMap<>();
        try (DeviceEventSerializer serializer = new DeviceEventSerializer()) {
            serializer.configure(settings, false);
            destination
                    .eventTopics()
                    .forEach(topic -> ids.put(topic, serializer.schemaId(topic, DeviceEvent.getClassSchema())));
        }
        return ids;
    }

    /** Writes records, in the columns of {@link SplitRecords}. */
    void write(Dataset<Row> records) {
        DataFrameWriter<Row> writer = records.write().format("kafka");
        producer().forEach((name, value) -> writer.option("kafka." + name, value));
        writer.save();
    }

    private Map<String, String> producer() {
        Map<String, String> producer = new HashMap<>(PRODUCER_DEFAULTS);
        withPatience(settings).forEach((name, value) -> {
            if (ProducerConfig.configNames().contains(name)) {
                producer.put(name, value.toString());
            }
        });
        // What was not written must fail the task; a file of a careless client must not change that.
        producer.put(ProducerConfig.ACKS_CONFIG, "all");
        producer.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        // Spark gives these itself, and refuses others.
        producer.remove(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG);
        producer.remove(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG);
        return producer;
    }

    /** A client warns of each try to reach a broker: some of those are enough. */
    private static Map<String, Object> withPatience(Map<String, String> settings) {
        Map<String, Object> patient = new HashMap<>(settings);
        patient.putIfAbsent(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "10000");
        return patient;
    }
}
