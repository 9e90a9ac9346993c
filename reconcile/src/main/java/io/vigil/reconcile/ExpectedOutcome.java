package io.vigil.reconcile;

import io.vigil.events.DeviceEvent;
import io.vigil.schemas.DeviceEventDecoder;
import io.vigil.schemas.EncodedEvent;
import io.vigil.schemas.EncodedEvent.PositionState;
import io.vigil.schemas.EventValidation;
import io.vigil.schemas.InvalidEventException;
import io.vigil.schemas.RejectionReason;
import io.vigil.schemas.Topics;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What has to become of a record of {@code device-events}.
 *
 * @param event what has to be in {@code alarms} or {@code events}; if there is none, it has to be a dead letter
 * @param mayBeDeadLetter whether it may be a dead letter instead, as whether a time is too far ahead depends on when the
 *     classifier read it
 */
record ExpectedOutcome(Optional<Forwarded> event, boolean mayBeDeadLetter) {

    /**
     * How far a record's timestamp may be ahead of the time at which the broker took it: the broker's default for
     * {@code log.message.timestamp.after.max.ms}. Also for the clocks of this machine and the classifier's.
     */
    private static final long GREATEST_TIMESTAMP_LEAD = Duration.ofHours(1).toMillis();

    /**
     * A record of {@code alarms} or {@code events}, and the item that it becomes.
     *
     * @param topic which of the two
     * @param key the device id as it stands in the value
     * @param value the same bytes, without the position if that was none
     */
    record Forwarded(String topic, byte[] key, byte[] value, EventItem item) {}

    /**
     * Judges a record.
     *
     * @param now the clock, epoch milliseconds
     * @throws io.vigil.schemas.RegistryUnavailableException if its schema could not be asked for
     */
    static ExpectedOutcome of(
            ConsumerRecord<byte[], byte[]> record, DeviceEventDecoder decoder, Tables tables, long now) {
        try {
            if (record.value() == null) {
                throw new InvalidEventException(RejectionReason.MALFORMED, "The value is null");
            }
            EncodedEvent encoded = decoder.inspect(record.value());
            EventValidation.check(encoded.deviceId().length, encoded.eventTime(), now + GREATEST_TIMESTAMP_LEAD);
            DeviceEvent event = decoder.decode(record.value());
            byte[] value = encoded.position() == PositionState.INVALID
                    ? decoder.withoutPosition(record.value())
                    : record.value();
            Forwarded forwarded = new Forwarded(
                    encoded.isAlarm() ? Topics.ALARMS : Topics.EVENTS,
                    encoded.deviceId(),
                    value,
                    EventItem.of(event, tables));
            return new ExpectedOutcome(Optional.of(forwarded), isInDoubt(encoded, record.timestamp()));
        } catch (InvalidEventException e) {
            return new ExpectedOutcome(Optional.empty(), false);
        }
    }

    private static boolean isInDoubt(EncodedEvent event, long timestamp) {
        try {
            EventValidation.check(event.deviceId().length, event.eventTime(), timestamp - GREATEST_TIMESTAMP_LEAD);
            return false;
        } catch (InvalidEventException e) {
            return true;
        }
    }
}
