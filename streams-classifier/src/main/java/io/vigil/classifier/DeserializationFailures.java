package io.vigil.classifier;

import io.vigil.schemas.InvalidEventException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;

/**
 * Sends what is no event to the dead-letter topic (KIP-1033 and KIP-1034), in the transaction of the events around it.
 * Whatever else a deserializer throws, such as a registry that does not answer, is not the record's fault, and stops the
 * thread.
 *
 * <p>Kafka's own handler logs each record and adds a stack trace to it; a device that has gone mad would fill the disk.
 */
public final class DeserializationFailures implements DeserializationExceptionHandler {

    private ClassifierMetrics metrics;

    /** Made by Kafka Streams, by its class name. */
    public DeserializationFailures() {}

    @Override
    public void configure(Map<String, ?> configs) {
        metrics = ClassifierMetrics.of(configs);
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> received, Exception exception) {
        if (!(exception instanceof InvalidEventException invalid)) {
            return Response.fail();
        }
        metrics.received();
        metrics.deadLetter(invalid.reason());
        return Response.resume(List.of(DeadLetters.of(
                context, received.key(), received.value(), received.headers(), received.timestamp(), invalid)));
    }
}
