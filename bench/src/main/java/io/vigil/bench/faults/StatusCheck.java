package io.vigil.bench.faults;

import io.vigil.bench.BenchException;
import io.vigil.events.DeviceEvent;
import io.vigil.events.DeviceStatus;
import io.vigil.schemas.AvroDeserializer;
import io.vigil.schemas.DeviceEventDecoder;
import io.vigil.schemas.EncodedEvent;
import io.vigil.schemas.EncodedEvent.PositionState;
import io.vigil.schemas.EventValidation;
import io.vigil.schemas.InvalidEventException;
import io.vigil.schemas.SchemaRegistryClient;
import io.vigil.schemas.Topics;
import io.vigil.stack.Endpoints;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Whether {@code device-status} says of each device what its events in {@code device-events} say. Nothing must be on its
 * way any more, and nothing deleted. What has to be there is found by what the schema of a status promises, without the
 * classifier's own code.
 */
final class StatusCheck implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int EXAMPLES = 5;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final SchemaRegistryClient registry;
    private final DeviceEventDecoder events;
    private final AvroDeserializer<DeviceStatus> statuses = new AvroDeserializer<>(DeviceStatus.getClassSchema());

    StatusCheck(Endpoints endpoints) {
        Map<String, Object> schemas = Map.of("schema.registry.url", endpoints.registryUrl());
        registry = SchemaRegistryClient.create(schemas);
        events = new DeviceEventDecoder(registry);
        statuses.configure(schemas, false);
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        endpoints.bootstrapServers(),
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        10_000,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        (int) PATIENCE.toMillis()),
                bytes,
                bytes);
    }

    /**
     * Compares.
     *
     * @return one line that says how many devices there are
     * @throws BenchException when the last record of a device is wrong, or there is none, or one of no device
     */
    String run() {
        // A sender may choose a key that is not the device, and so let it have records in several partitions, each with
        // a status of its own. Which of these is written last nobody can tell.
        Map<String, Map<Integer, NewestEvents>> expected = new HashMap<>();
        read(Topics.DEVICE_EVENTS, record -> note(record, expected));
        Map<String, DeviceStatus> found = new HashMap<>();
        read(
                Topics.DEVICE_STATUS,
                record -> found.put(
                        new String(record.key(), StandardCharsets.UTF_8),
                        statuses.deserialize(record.topic(), record.value())));
        List<String> wrong = Stream.concat(expected.keySet().stream(), found.keySet().stream())
                .distinct()
                .filter(device -> expected.getOrDefault(device, Map.of()).values().stream()
                        .noneMatch(newest -> newest.status(device).equals(found.get(device))))
                .sorted()
                .toList();
        String line = "devices=%d wrong=%d".formatted(expected.size(), wrong.size());
        if (!wrong.isEmpty()) {
            throw new BenchException(Topics.DEVICE_STATUS + ": " + line + ", as of "
                    + String.join(", ", wrong.subList(0, Math.min(EXAMPLES, wrong.size()))));
        }
        return line;
    }

    private void note(ConsumerRecord<byte[], byte[]> record, Map<String, Map<Integer, NewestEvents>> expected) {
        if (record.value() == null) {
            return;
        }
        try {
            EncodedEvent encoded = events.inspect(record.value());
            EventValidation.check(encoded.deviceId().length, encoded.eventTime(), record.timestamp());
            DeviceEvent event = events.decode(record.value());
            expected.computeIfAbsent(event.getDeviceId(), device -> new HashMap<>())
                    .computeIfAbsent(record.partition(), partition -> new NewestEvents())
                    .add(event, encoded.position() == PositionState.VALID);
        } catch (InvalidEventException noEvent) {
            // It is a dead letter, and says nothing of a device.
        }
    }

    /** Hands out all that a topic holds and that is committed, each partition in order. */
    private void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        consumer.seekToBeginning(partitions);
        long readAt = System.nanoTime();
        while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
            var records = consumer.poll(POLL);
            records.forEach(reader);
            if (!records.isEmpty()) {
                readAt = System.nanoTime();
            } else if (System.nanoTime() - readAt > PATIENCE.toNanos()) {
                throw new BenchException("cannot read " + topic + ": the broker does not answer");
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
        statuses.close();
        registry.close();
    }
}
