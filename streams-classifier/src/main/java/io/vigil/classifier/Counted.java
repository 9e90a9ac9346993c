package io.vigil.classifier;

import io.vigil.schemas.EncodedEvent;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;

/** Forwards each record as it is, and counts it when that is done. */
final class Counted extends ContextualFixedKeyProcessor<byte[], EncodedEvent, EncodedEvent> {

    private final Consumer<FixedKeyRecord<byte[], EncodedEvent>> counter;

    Counted(Consumer<FixedKeyRecord<byte[], EncodedEvent>> counter) {
        this.counter = counter;
    }

    @Override
    public void process(FixedKeyRecord<byte[], EncodedEvent> record) {
        context().forward(record);
        counter.accept(record);
    }
}
