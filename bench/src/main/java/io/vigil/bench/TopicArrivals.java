package io.vigil.bench;

import io.vigil.schemas.DeviceEventDecoder;
import io.vigil.schemas.SchemaRegistryClient;
import io.vigil.schemas.Topics;
import io.vigil.stack.Endpoints;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** When a reader of the topic {@code alarms} has an alarm that is committed. */
final class TopicArrivals extends AlarmArrivals {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final SchemaRegistryClient registry;
    private final DeviceEventDecoder decoder;

    TopicArrivals(Endpoints endpoints, SteadyLoad load, int firstMeasured) {
        super("topic", load, firstMeasured);
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        endpoints.bootstrapServers(),
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"),
                bytes,
                bytes);
        registry = SchemaRegistryClient.create(Map.of("schema.registry.url", endpoints.registryUrl()));
        decoder = new DeviceEventDecoder(registry);
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.ALARMS).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    @Override
    void look() {
        consumer.poll(Duration.ofMillis(100))
                .forEach(record ->
                        arrived(Integer.parseInt(decoder.decode(record.value()).getWorkerId())));
    }

    @Override
    public void close() {
        super.close();
        consumer.close();
        registry.close();
    }
}
