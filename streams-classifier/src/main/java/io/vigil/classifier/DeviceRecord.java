package io.vigil.classifier;

import io.vigil.schemas.DeviceEventDecoder;
import io.vigil.schemas.EncodedEvent;
import io.vigil.schemas.EncodedEvent.PositionState;
import io.vigil.schemas.EventHeaders;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Makes of what arrived a record as all topics behind hold it: the key is the device id, whatever key the sender chose,
 * and a position that is none is gone, because an alarm is never held back by a bad coordinate.
 */
final class DeviceRecord extends ContextualProcessor<byte[], EncodedEvent, byte[], EncodedEvent> {

    /** The operator's name. */
    static final String NAME = "device-record";

    private static final byte[] INVALID = EventHeaders.POSITION_INVALID.getBytes(StandardCharsets.UTF_8);

    private final DeviceEventDecoder decoder;
    private final ClassifierMetrics metrics;

    DeviceRecord(DeviceEventDecoder decoder, ClassifierMetrics metrics) {
        this.decoder = decoder;
        this.metrics = metrics;
    }

    @Override
    public void process(Record<byte[], EncodedEvent> arrived) {
        metrics.received();
        Record<byte[], EncodedEvent> keyed = arrived.withKey(arrived.value().deviceId());
        if (keyed.value().position() == PositionState.INVALID) {
            keyed = keyed.withValue(withoutPosition(keyed.value()));
            keyed.headers().add(EventHeaders.POSITION_REMOVED, INVALID);
            metrics.positionRemoved();
        }
        context().forward(keyed);
    }

    private EncodedEvent withoutPosition(EncodedEvent event) {
        return new EncodedEvent(
                decoder.withoutPosition(event.bytes()),
                event.eventCode(),
                event.deviceId(),
                event.eventTime(),
                PositionState.ABSENT);
    }
}
