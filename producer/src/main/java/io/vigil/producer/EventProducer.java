package io.vigil.producer;

import io.vigil.events.DeviceEvent;
import io.vigil.schemas.DeviceEventSerializer;
import io.vigil.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends events to {@link Topics#DEVICE_EVENTS}. An event is either in the topic, once, or handed back: each call of
 * {@link #send(DeviceEvent)} ends in a future that is completed or fails with {@link UndeliveredEventException}.
 * Successful events = sent - handed back; alert when anything is handed back.
 *
 * <p>Safe for use by several threads. One producer is enough for a gateway.
 */
public final class EventProducer implements AutoCloseable {

    /** How long {@link #close()} waits for what is under way. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final Producer<String, DeviceEvent> producer;

    EventProducer(Producer<String, DeviceEvent> producer) {
        this.producer = producer;
    }

    /**
     * A producer by Kafka's and Confluent's property names.
     *
     * @param properties at least {@code bootstrap.servers} and {@code schema.registry.url}; nothing in it may weaken
     *     {@code acks=all} or idempotence
     * @return a producer, to be closed
     * @throws ConfigException if a setting is missing or wrong
     */
    public static EventProducer create(Map<String, ?> properties) {
        Map<String, Object> all = new HashMap<>();
        all.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        all.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        all.put(ProducerConfig.BATCH_SIZE_CONFIG, 64 * 1024);
        all.putAll(properties);
        require(all, ProducerConfig.ACKS_CONFIG, "all");
        require(all, ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        return new EventProducer(new KafkaProducer<>(all, new StringSerializer(), serializer(all)));
    }

    private static DeviceEventSerializer serializer(Map<String, Object> properties) {
        DeviceEventSerializer serializer = new DeviceEventSerializer();
        serializer.configure(properties, false);
        return serializer;
    }

    private static void require(Map<String, Object> properties, String name, String value) {
        Object given = properties.putIfAbsent(name, value);
        if (given != null && !value.equals(given.toString())) {
            throw new ConfigException(name, given, "must be " + value + ", as an event must not be lost or doubled");
        }
    }

    /**
     * Sends an event. Waits while the buffer is full, for {@code max.block.ms} at most.
     *
     * @param event the event; its device id is the record's key
     * @return where it is in the topic, or an {@link UndeliveredEventException}
     */
    public CompletableFuture<RecordMetadata> send(DeviceEvent event) {
        CompletableFuture<RecordMetadata> delivery = new CompletableFuture<>();
        try {
            producer.send(
                    new ProducerRecord<>(Topics.DEVICE_EVENTS, event.getDeviceId(), event), (metadata, failure) -> {
                        if (failure == null) {
                            delivery.complete(metadata);
                        } else {
                            delivery.completeExceptionally(new UndeliveredEventException(event, failure));
                        }
                    });
        } catch (KafkaException | IllegalStateException e) {
            // It never got as far as the buffer: no schema id, or the producer is closed.
            delivery.completeExceptionally(new UndeliveredEventException(event, e));
        }
        return delivery;
    }

    /** Sends what is in the buffer, and waits until all of it is delivered or handed back. */
    public void flush() {
        producer.flush();
    }

    /** Sends what is in the buffer; what is not delivered within 30 seconds is handed back. */
    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
