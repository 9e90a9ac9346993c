package io.vigil.schemas;

import java.time.Duration;
import java.time.Instant;

/** When a well-formed event is valid, and when its position is. The same for what arrives live and from files. */
public final class EventValidation {

    /** The earliest valid event time, 2000-01-01 UTC, in epoch milliseconds: no worn device is older. */
    public static final long EARLIEST_EVENT_TIME =
            Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();

    /** How far a device's clock may be ahead, in milliseconds. */
    public static final long GREATEST_CLOCK_LEAD = Duration.ofHours(24).toMillis();

    private EventValidation() {}

    /**
     * Checks what makes an event one.
     *
     * @param deviceIdLength the length of the device id, in any unit
     * @param eventTime the event's time, epoch milliseconds
     * @param now the reader's clock, epoch milliseconds
     * @throws InvalidEventException if the device id is empty or the time out of range
     */
    public static void check(int deviceIdLength, long eventTime, long now) {
        if (deviceIdLength == 0) {
            throw new InvalidEventException(RejectionReason.EMPTY_DEVICE_ID, "The device id is empty");
        }
        if (eventTime < EARLIEST_EVENT_TIME || eventTime > now + GREATEST_CLOCK_LEAD) {
            throw new InvalidEventException(
                    RejectionReason.TIME_OUT_OF_RANGE,
                    "The event time " + eventTime + " ms is not between 2000-01-01 and 24 hours from now");
        }
    }

    /**
     * Whether both are degrees on the globe. A position that is not never makes an event invalid: the position is
     * removed, and the event goes on.
     *
     * @param latitude degrees
     * @param longitude degrees
     * @return false for NaN, for infinity and out of range
     */
    public static boolean isPosition(double latitude, double longitude) {
        return latitude >= -90 && latitude <= 90 && longitude >= -180 && longitude <= 180;
    }
}
