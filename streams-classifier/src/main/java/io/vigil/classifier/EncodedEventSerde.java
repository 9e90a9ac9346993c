package io.vigil.classifier;

import io.vigil.schemas.DeviceEventDecoder;
import io.vigil.schemas.EncodedEvent;
import io.vigil.schemas.EventValidation;
import io.vigil.schemas.InvalidEventException;
import io.vigil.schemas.RejectionReason;
import java.time.Clock;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** Reads a value as a valid event or throws {@link InvalidEventException}; writes just the bytes that it read. */
final class EncodedEventSerde implements Serde<EncodedEvent> {

    private final DeviceEventDecoder decoder;
    private final Clock clock;

    EncodedEventSerde(DeviceEventDecoder decoder, Clock clock) {
        this.decoder = decoder;
        this.clock = clock;
    }

    @Override
    public Serializer<EncodedEvent> serializer() {
        return (topic, event) -> event.bytes();
    }

    @Override
    public Deserializer<EncodedEvent> deserializer() {
        return (topic, value) -> {
            if (value == null) {
                throw new InvalidEventException(RejectionReason.MALFORMED, "The value is null");
            }
            EncodedEvent event = decoder.inspect(value);
            EventValidation.check(event.deviceId().length, event.eventTime(), clock.millis());
            return event;
        };
    }
}
