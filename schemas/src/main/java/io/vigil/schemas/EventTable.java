package io.vigil.schemas;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

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

    /** S, alarms only: {@link #alarmShard(String, long)}. An item without it is not in {@link #RECENT_ALARMS_INDEX}. */
    public static final String ALARM_SHARD = "AlarmShard";

    /**
     * The global secondary index of {@link #ALARMS} that finds the alarms of all devices by time: partition key
     * {@link #ALARM_SHARD}, sort key {@link #EVENT_TIME}, all attributes.
     */
    public static final String RECENT_ALARMS_INDEX = "RecentAlarms";

    /**
     * How many partition keys the alarms of a day are spread over. DynamoDB takes 1000 write units a second for one;
     * docs/decisions/0007 has the source, and says why it is 16.
     */
    public static final int ALARM_SHARDS = 16;

    private static final DateTimeFormatter SORT_KEY_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu-MM-dd").withZone(ZoneOffset.UTC);

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

    /**
     * The partition key of an alarm in {@link #RECENT_ALARMS_INDEX}: the day of the event's time in UTC, {@code #}, and
     * in two digits the CRC-32 of the device id in UTF-8, modulo {@link #ALARM_SHARDS}. That is the CRC-32 of zip files
     * ({@code zlib.crc32} in Python, {@code crc32} in Spark SQL), taken as unsigned.
     *
     * @param deviceId the event's device id
     * @param eventTime milliseconds since 1970-01-01 UTC, in the years 0 to 9999
     * @return such as {@code 2026-11-25#07}
     */
    public static String alarmShard(String deviceId, long eventTime) {
        CRC32 crc = new CRC32();
        crc.update(deviceId.getBytes(StandardCharsets.UTF_8));
        return alarmShard(DAY.format(Instant.ofEpochMilli(eventTime)), (int) (crc.getValue() % ALARM_SHARDS));
    }

    /**
     * Where all alarms of a day are in {@link #RECENT_ALARMS_INDEX}. A reader asks for each and merges what it gets.
     *
     * @param day a day in UTC, in the years 0 to 9999
     * @return {@link #ALARM_SHARDS} partition keys, in order
     */
    public static List<String> alarmShards(LocalDate day) {
        String text = DAY.format(day);
        return IntStream.range(0, ALARM_SHARDS)
                .mapToObj(shard -> alarmShard(text, shard))
                .toList();
    }

    private static String alarmShard(String day, int shard) {
        return day + (shard < 10 ? "#0" : "#") + shard;
    }
}
