package io.vigil.classifier;

import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * A record's own timestamp, and the time of its arrival here if it has none: a broker takes such records, and Kafka's own
 * extractors stop the application, or drop the record.
 */
public final class ArrivalTime implements TimestampExtractor {

    private final Clock clock;

    /** Made by Kafka Streams, by its class name. */
    public ArrivalTime() {
        this(Clock.systemUTC());
    }

    ArrivalTime(Clock clock) {
        this.clock = clock;
    }

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return record.timestamp() < 0 ? clock.millis() : record.timestamp();
    }
}
