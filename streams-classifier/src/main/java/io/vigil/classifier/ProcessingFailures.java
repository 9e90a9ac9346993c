package io.vigil.classifier;

import io.vigil.schemas.InvalidEventException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Sends an event to the dead-letter topic whose position is none, but whose schema allows for no event without one; no
 * schema that the registry takes as compatible is like that. Anything else that a processor throws stops the thread.
 *
 * <p>Only what {@link DeviceRecord} throws is of a record that went nowhere yet: a dead letter of one that is already in
 * {@code alarms} would be a record in two topics.
 */
public final class ProcessingFailures implements ProcessingExceptionHandler {

    private ClassifierMetrics metrics;

    /** Made by Kafka Streams, by its class name. */
    public ProcessingFailures() {}

    @Override
    public void configure(Map<String, ?> configs) {
        metrics = ClassifierMetrics.of(configs);
    }

    @Override
    public Response handleError(ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
        if (!(exception instanceof InvalidEventException invalid)
                || !DeviceRecord.NAME.equals(context.processorNodeId())) {
            return Response.fail();
        }
        metrics.deadLetter(invalid.reason());
        return Response.resume(List.of(DeadLetters.of(
                context,
                context.sourceRawKey(),
                context.sourceRawValue(),
                context.headers(),
                context.timestamp(),
                invalid)));
    }
}
