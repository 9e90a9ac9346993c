package io.vigil.bench.flink;

import io.vigil.schemas.Topics;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sends what {@link DecodedEvents} found an alarm to {@code alarms}, all else to {@code events}. */
final class RoutedBytes implements KafkaRecordSerializationSchema<Tuple3<Boolean, byte[], byte[]>> {

    private static final long serialVersionUID = 1L;

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            Tuple3<Boolean, byte[], byte[]> routed, KafkaSinkContext context, Long timestamp) {
        return new ProducerRecord<>(routed.f0 ? Topics.ALARMS : Topics.EVENTS, null, timestamp, routed.f1, routed.f2);
    }
}
