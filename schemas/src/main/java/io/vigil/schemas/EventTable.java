package io.vigil.schemas;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The structure that the tables {@code blsEvents} and {@code blsAlarms} share: an item for each event. A value that
 * an event does not have is an attribute that its item does not have.
 */
public final class EventTable {

    /** The table of the topic {@link Topics#EVENTS}. */
    public static final String EVENTS = "blsEvents";

    /** The table of the topic {@link Topics#ALARMS}. */
    public static final String ALARMS = "blsAlarms";

    /** Partition key, S: the device id. */
    public static final String DEVICE_ID = "Device_id";

    /** Sort key, S: {@link #sortKey(long, int)}. */
    public static final String EVENT_TIME = "EventTime";

    /** N: the event's code. */
    public static final String EVENT = "Event";

    /** S, may be absent. */
    public static final String WORKER_ID = "Worker_id";

    /** S, may be absent. */
    public static final String WORKER_NAME = "Worker_name";

    /** N, degrees, may be absent. */
    public static final String LATITUDE = "Latitude";

    /** N, degrees, may be absent. */
    public static final String LONGITUDE = "Longitude";

    /** N: the event's time in milliseconds since 1970-01-01 UTC. */
    public static final String EVENT_TIMESTAMP = "EventTimestamp";

    /** N, optional: DynamoDB's time to live, in seconds since 1970-01-01 UTC. */
    public static final String EXPIRES_AT = "ExpiresAt";

    private static final DateTimeFormatter SORT_KEY_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private EventTable() {}

    /**
     * The sort key of an event: time first, so that a range of time is a {@code BETWEEN}; then the code, so that a
     * fall and an SOS in the same millisecond are two items; nothing else, so that one event sent twice is one item.
     *
     * @param eventTime milliseconds since 1970-01-01 UTC, in the years 0 to 9999
     * @param eventCode the event's code
     * @return such as {@code 2020-06-09T09:36:00.000Z#3}
     */
    public static String sortKey(long eventTime, int eventCode) {
        return SORT_KEY_TIME.format(Instant.ofEpochMilli(eventTime)) + '#' + eventCode;
    }
}
