package io.vigil.schemas;

/**
 * An event as it lies in a topic, with what is needed to route it, and without an object for each of its values. Two of
 * them are never compared: what makes two events one is the sort key, see {@link EventTable#sortKey(long, int)}.
 *
 * @param bytes the value in the Confluent wire format, never changed by whoever holds it
 * @param eventCode what happened, see {@link EventCode#isAlarm(int)}
 * @param deviceId the device id in UTF-8: the key of every record of the device
 * @param eventTime epoch milliseconds
 * @param position whether the event says where it happened
 */
public record EncodedEvent(byte[] bytes, int eventCode, byte[] deviceId, long eventTime, PositionState position) {

    /** Whether an event says where it happened. */
    public enum PositionState {
        /** The device had no fix. */
        ABSENT,
        /** Degrees on the globe. */
        VALID,
        /** Something that is no place: out of range, not a number, or one coordinate without the other. */
        INVALID;

        static PositionState of(Double latitude, Double longitude) {
            if (latitude == null && longitude == null) {
                return ABSENT;
            }
            boolean valid = latitude != null && longitude != null && EventValidation.isPosition(latitude, longitude);
            return valid ? VALID : INVALID;
        }
    }

    /**
     * The classification of this event.
     *
     * @return whether somebody must look at it now
     */
    public boolean isAlarm() {
        return EventCode.isAlarm(eventCode);
    }
}
