package io.vigil.schemas;

import java.util.Locale;

/** Why something that arrived is not an event. Says so in the header of its dead letter. */
public enum RejectionReason {
    /** Bytes that do not decode: no Confluent wire format, or not what their schema says. */
    MALFORMED,
    /** A schema id that the registry does not have, or whose schema cannot be read as an event. */
    UNKNOWN_SCHEMA,
    /** An event of no device. */
    EMPTY_DEVICE_ID,
    /** A time before 2000-01-01, or more than 24 hours ahead. */
    TIME_OUT_OF_RANGE;

    /**
     * The reason as it stands in {@link DeadLetterHeaders#REASON}, in metrics and in reports.
     *
     * @return such as {@code empty-device-id}
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
