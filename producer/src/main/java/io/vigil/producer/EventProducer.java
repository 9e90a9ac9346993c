package io.vigil.producer;

import io.vigil.events.DeviceEvent;
import io.vigil.schemas.DeviceEventSerializer;
import io.vigil.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends events to {@link Topics#DEVICE_EVENTS}. An event is either in the topic, once, or handed back: each call of
 * {@link #send(DeviceEvent)} ends in a future that is completed or fails with {@link UndeliveredEventException}, within
 * {@code delivery.timeout.ms}, and at the latest when the producer is closed. Successful events = sent - handed back;
 * alert when anything is handed back.
 *
 * <p>Safe for use by several threads. One producer is enough for a gateway. What is chained to a future runs on the thread
 * that talks to the brokers, and must not block it.
 */
public final class EventProducer implements AutoCloseable {

    /** Kafka's own default is 30 s, which an alarm would wait for a broker whose host is silently gone. */
    private static final int REQUEST_TIMEOUT_MS = 10_000;

    /**
     * More, and a batch that is refused while a partition's leader moves could be overtaken by the next, and would then be
     * refused until it expires (KAFKA-15591): an alarm would wait for {@code delivery.timeout.ms}.
     */
    private static final int IN_FLIGHT = 1;

    /** How long {@link #close()} waits for what is under way. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final Producer<String, DeviceEvent> producer;
    private final Map<CompletableFuture<RecordMetadata>, DeviceEvent> underWay = new ConcurrentHashMap<>();

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
     * @throws KafkaException if no producer can be made of them, as of a broker's name that cannot be resolved
     */
    public static EventProducer create(Map<String, ?> properties) {
        Map<String, Object> all = settings(properties);
        DeviceEventSerializer serializer = new DeviceEventSerializer();
        serializer.configure(all, false);
        try {
            return new EventProducer(new KafkaProducer<>(all, new StringSerializer(), serializer));
        } catch (KafkaException e) {
            serializer.close();
            throw e;
        }
    }

    /** What every producer here is set up with: nothing may be lost or doubled. */
    static Map<String, Object> settings(Map<String, ?> properties) {
        Map<String, Object> all = new HashMap<>();
        all.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        all.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        all.put(ProducerConfig.BATCH_SIZE_CONFIG, 64 * 1024);
        all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        all.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, IN_FLIGHT);
        all.putAll(properties);
        require(all, ProducerConfig.ACKS_CONFIG, "all");
        require(all, ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        return all;
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
        return send(event, List.of());
    }

    CompletableFuture<RecordMetadata> send(DeviceEvent event, List<Header> headers) {
        ProducerRecord<String, DeviceEvent> record =
                new ProducerRecord<>(Topics.DEVICE_EVENTS, null, event.getDeviceId(), event, headers);
        CompletableFuture<RecordMetadata> delivery = new CompletableFuture<>();
        underWay.put(delivery, event);
        try {
            producer.send(record, (metadata, failure) -> {
                if (failure == null) {
                    underWay.remove(delivery);
                    delivery.complete(metadata);
                } else {
                    handBack(delivery, event, failure);
                }
            });
        } catch (RuntimeException e) {
            // It never got as far as the buffer: no schema id, the producer is closed, the thread was interrupted. What
            // a serializer can throw is not documented, and whatever it is, the event has to be handed back.
            handBack(delivery, event, e);
        }
        return delivery;
    }

    private void handBack(CompletableFuture<RecordMetadata> delivery, DeviceEvent event, Exception failure) {
        underWay.remove(delivery);
        delivery.completeExceptionally(new UndeliveredEventException(event, failure));
    }

    /**
     * Sends what is in the buffer, and waits until all of it is delivered or handed back.
     *
     * @throws InterruptException if the thread is interrupted; nothing is handed back by that
     */
    public void flush() {
        producer.flush();
    }

    /**
     * Sends what is in the buffer. What is not delivered within 30 seconds, or when the thread is interrupted, is handed
     * back; of that, an event whose acknowledgement was on its way may be in the topic all the same.
     *
     * @throws InterruptException if the thread is interrupted
     */
    @Override
    public void close() {
        try {
            producer.close(CLOSE_TIMEOUT);
        } finally {
            // Kafka's own producer hands back by itself, but not if its thread died, and late if this one is
            // interrupted.
            underWay.forEach((delivery, event) ->
                    handBack(delivery, event, new KafkaException("The producer was closed before it was delivered")));
        }
    }
}
