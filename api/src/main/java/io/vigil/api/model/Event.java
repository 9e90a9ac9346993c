package io.vigil.api.model;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.vigil.events.DeviceEvent;
import io.vigil.schemas.EventCode;
import io.vigil.schemas.EventTable;
import io.vigil.schemas.EventValidation;
import java.time.Instant;

/**
 * One event, an alarm or a routine one.
 *
 * @param id the same for the same event, wherever it is read: the device id, {@code /}, and the tables' sort key
 * @param deviceId the device
 * @param time when it happened, by the device's clock
 * @param code any int; what it means is in {@link EventCode}
 * @param kind the name of the code; see {@link #kind(int)}
 * @param alarm whether somebody must look at it now
 * @param workerId whoever wears the device; null where it is not known
 * @param workerName their name; null where it is not known
 * @param latitude WGS 84 degrees; null without a fix, together with the longitude
 * @param longitude WGS 84 degrees; null without a fix, together with the latitude
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Event(
        String id,
        String deviceId,

        @JsonFormat(shape = JsonFormat.Shape.STRING, pattern = TIME, timezone = "UTC")
        Instant time,

        int code,
        String kind,
        boolean alarm,
        String workerId,
        String workerName,
        Double latitude,
        Double longitude) {

    /** Milliseconds always, as in the tables' sort key, so that texts compare as times do. */
    static final String TIME = "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'";

    /** What a code is called that {@link EventCode} does not know. */
    public static final String UNKNOWN = "UNKNOWN";

    /** An event as it stands in a topic. A position that is none is left out. */
    public static Event of(DeviceEvent event) {
        Double latitude = event.getLatitude();
        Double longitude = event.getLongitude();
        boolean located = latitude != null && longitude != null && EventValidation.isPosition(latitude, longitude);
        return of(
                event.getDeviceId(),
                event.getEventTime(),
                event.getEventCode(),
                event.getWorkerId(),
                event.getWorkerName(),
                located ? latitude : null,
                located ? longitude : null);
    }

    /** An event of its parts; those that are documented to be so may be null. */
    public static Event of(
            String deviceId,
            Instant time,
            int code,
            String workerId,
            String workerName,
            Double latitude,
            Double longitude) {
        return new Event(
                deviceId + '/' + EventTable.sortKey(time.toEpochMilli(), code),
                deviceId,
                time,
                code,
                kind(code),
                EventCode.isAlarm(code),
                workerId,
                workerName,
                latitude,
                longitude);
    }

    /** The name of a code, {@link #UNKNOWN} for one that has none. */
    public static String kind(int code) {
        return EventCode.find(code).map(EventCode::name).orElse(UNKNOWN);
    }
}
