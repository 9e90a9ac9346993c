package io.vigil.classifier;

import io.vigil.schemas.DeadLetterHeaders;
import io.vigil.schemas.InvalidEventException;
import io.vigil.schemas.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.ErrorHandlerContext;

/** Makes dead letters: the key and value as they came, the headers that they came with, and {@link DeadLetterHeaders}. */
final class DeadLetters {

    private DeadLetters() {}

    /**
     * The dead letter of a record.
     *
     * @param source the record's place
     * @param headers the record's own
     * @param timestamp the record's; below 0 if it has none
     */
    static ProducerRecord<byte[], byte[]> of(
            ErrorHandlerContext source,
            byte[] key,
            byte[] value,
            Headers headers,
            long timestamp,
            InvalidEventException why) {
        RecordHeaders all = new RecordHeaders(headers.toArray());
        add(all, DeadLetterHeaders.REASON, why.reason().label());
        add(all, DeadLetterHeaders.DETAIL, why.getMessage());
        add(all, DeadLetterHeaders.SOURCE_TOPIC, source.topic());
        add(all, DeadLetterHeaders.SOURCE_PARTITION, Integer.toString(source.partition()));
        add(all, DeadLetterHeaders.SOURCE_OFFSET, Long.toString(source.offset()));
        return new ProducerRecord<>(Topics.DEVICE_EVENTS_DLQ, null, timestamp < 0 ? null : timestamp, key, value, all);
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
