package io.vigil.classifier;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a record that a broker does not take. One that timed out is tried again, with all of its transaction.
 * Any other ends the application: a transaction in which one record failed cannot be committed, so there is no going on
 * without it and no dead letter for it, and no event may be skipped. Nothing is lost, since nothing was committed.
 */
public final class ProductionFailures implements ProductionExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProductionFailures.class);

    /** Made by Kafka Streams, by its class name. */
    public ProductionFailures() {}

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public Response handleError(
            ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
        if (Failures.isCausedBy(UnknownTopicOrPartitionException.class, exception)) {
            LOG.error(
                    "action=stop topic={} reason=\"The topic does not exist. Create it and start again.\"",
                    record.topic());
            return Response.fail();
        }
        if (exception instanceof RecordTooLargeException) {
            LOG.error(
                    "action=stop topic={} bytes={} reason=\"The record is too large. Raise the topic's max.message.bytes, "
                            + "or producer.max.request.size here, and start again.\"",
                    record.topic(),
                    record.value() == null ? 0 : record.value().length);
            return Response.fail();
        }
        return exception instanceof RetriableException ? Response.retry() : Response.fail();
    }
}
