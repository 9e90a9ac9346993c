package io.vigil.schemas;

import java.util.List;

/**
 * The topics. In each one the key is the device id in UTF-8, so that one device's records stay in order in one
 * partition; the default partitioner places them.
 */
public final class Topics {

    /** What devices send: {@link io.vigil.events.DeviceEvent} in the Confluent wire format. */
    public static final String DEVICE_EVENTS = "device-events";

    /** The routine part of {@link #DEVICE_EVENTS}, the same bytes. */
    public static final String EVENTS = "events";

    /** The part of {@link #DEVICE_EVENTS} that somebody must look at now, the same bytes. */
    public static final String ALARMS = "alarms";

    /** The last known {@link io.vigil.events.DeviceStatus} of each device; compacted. */
    public static final String DEVICE_STATUS = "device-status";

    /** What could not be taken for an event, byte for byte, with {@link DeadLetterHeaders}. */
    public static final String DEVICE_EVENTS_DLQ = "device-events.dlq";

    private Topics() {}

    /**
     * All of them: what has to exist before any part of Vigil starts, since none creates a topic by accident.
     *
     * @return the names, in the order in which records pass through
     */
    public static List<String> all() {
        return List.of(DEVICE_EVENTS, EVENTS, ALARMS, DEVICE_STATUS, DEVICE_EVENTS_DLQ);
    }

    /**
     * The subject of a topic's values in the registry, by Confluent's TopicNameStrategy.
     *
     * @param topic a topic's name
     * @return the subject, {@code <topic>-value}
     */
    public static String valueSubject(String topic) {
        return topic + "-value";
    }
}
