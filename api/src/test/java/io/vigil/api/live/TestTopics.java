package io.vigil.api.live;

import io.vigil.events.DeviceEvent;
import io.vigil.events.DeviceStatus;
import io.vigil.schemas.AvroSerializer;
import io.vigil.schemas.DeviceEventSerializer;
import io.vigil.schemas.Topics;
import io.vigil.stack.LocalStack;
import io.vigil.stack.Part;
import io.vigil.stack.StackConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A real broker and a real registry, and the streamed topics, written to as the classifier does. */
final class TestTopics implements AutoCloseable {

    /** The time of all events; what tells them apart is the device. */
    static final Instant TIME = Instant.parse("2026-11-25T11:00:00.123Z");

    private final LocalStack stack;
    private final DeviceEventSerializer events = new DeviceEventSerializer();
    private final AvroSerializer<DeviceStatus> statuses = new AvroSerializer<>();
    private final KafkaProducer<byte[], byte[]> producer;

    private TestTopics(LocalStack stack) {
        this.stack = stack;
        Map<String, String> registry =
                Map.of("schema.registry.url", stack.endpoints().registryUrl());
        events.configure(registry, false);
        statuses.configure(registry, false);
        producer = producer(Map.of(ProducerConfig.LINGER_MS_CONFIG, 5));
    }

    static TestTopics start(Path state) {
        LocalStack stack =
                new LocalStack(StackConfig.everything(state).onFreePorts().withParts(Part.BROKER, Part.REGISTRY));
        stack.start();
        return new TestTopics(stack);
    }

    LocalStack stack() {
        return stack;
    }

    /** Settings of an API that reads these topics. */
    Map<String, Object> settings() {
        return Map.of(
                "vigil.kafka.bootstrap.servers", stack.endpoints().bootstrapServers(),
                "vigil.kafka.schema.registry.url", stack.endpoints().registryUrl());
    }

    Admin admin() {
        return Admin.create(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, stack.endpoints().bootstrapServers()));
    }

    KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, stack.endpoints().bootstrapServers());
        return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }

    Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
        return producer.send(record);
    }

    /** Sends records, and returns when they are written. */
    @SafeVarargs
    final void write(ProducerRecord<byte[], byte[]>... records) throws Exception {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> record : records) {
            sent.add(producer.send(record));
        }
        for (Future<RecordMetadata> written : sent) {
            written.get();
        }
    }

    ProducerRecord<byte[], byte[]> alarm(String deviceId, int code) {
        return event(Topics.ALARMS, deviceId, code);
    }

    ProducerRecord<byte[], byte[]> event(String topic, String deviceId, int code) {
        DeviceEvent event = DeviceEvent.newBuilder()
                .setDeviceId(deviceId)
                .setEventCode(code)
                .setEventTime(TIME)
                .build();
        return record(topic, deviceId, events.serialize(topic, event));
    }

    ProducerRecord<byte[], byte[]> status(String deviceId, int code) {
        DeviceStatus status = DeviceStatus.newBuilder()
                .setDeviceId(deviceId)
                .setEventCode(code)
                .setEventTime(TIME)
                .build();
        return record(Topics.DEVICE_STATUS, deviceId, statuses.serialize(Topics.DEVICE_STATUS, status));
    }

    ProducerRecord<byte[], byte[]> record(String topic, String key, byte[] value) {
        return new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value);
    }

    @Override
    public void close() {
        producer.close();
        events.close();
        statuses.close();
        stack.close();
    }
}
