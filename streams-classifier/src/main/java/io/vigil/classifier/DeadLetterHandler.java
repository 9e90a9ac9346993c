package io.vigil.classifier;

import io.vigil.schemas.DeadLetterHeaders;
import io.vigil.schemas.InvalidEventException;
import io.vigil.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;

/**
 * Sends what is no event to the dead-letter topic: the key and value as they came, the headers that they came with, and
 * {@link DeadLetterHeaders} (KIP-1033 and KIP-1034). It goes there in the transaction of the events around it. Whatever
 * else a deserializer throws, such as a registry that does not answer, is not the record's fault, and stops the thread.
 *
 * <p>Kafka's own handler logs each record and adds a stack trace to it; a device that has gone mad would fill the disk.
 */
public final class DeadLetterHandler implements DeserializationExceptionHandler {

    /** Made by Kafka Streams, by its class name. */
    public DeadLetterHandler() {}

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> received, Exception exception) {
        if (!(exception instanceof InvalidEventException invalid)) {
            return Response.fail();
        }
        RecordHeaders headers = new RecordHeaders(received.headers().toArray());
        add(headers, DeadLetterHeaders.REASON, invalid.reason().label());
        add(headers, DeadLetterHeaders.DETAIL, invalid.getMessage());
        add(headers, DeadLetterHeaders.SOURCE_TOPIC, received.topic());
        add(headers, DeadLetterHeaders.SOURCE_PARTITION, Integer.toString(received.partition()));
        add(headers, DeadLetterHeaders.SOURCE_OFFSET, Long.toString(received.offset()));
        return Response.resume(List.of(new ProducerRecord<>(
                Topics.DEVICE_EVENTS_DLQ, null, received.timestamp(), received.key(), received.value(), headers)));
    }

    private static void add(RecordHeaders headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
