package io.vigil.api.model;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.vigil.events.DeviceStatus;
import java.time.Instant;

/**
 * What is known of a device by its newest events.
 *
 * @param deviceId the device
 * @param code of the newest event
 * @param kind the name of the code
 * @param time of the newest event, by the device's clock
 * @param workerId whoever wears it; null where it is not known
 * @param workerName their name; null where it is not known
 * @param latitude WGS 84 degrees of the newest position; null while there was none
 * @param longitude WGS 84 degrees of the newest position; null while there was none
 * @param positionTime when it was there; null while there was none
 * @param alarmCode of the newest alarm; null while there was none
 * @param alarmKind the name of that code; null while there was none
 * @param alarmTime of the newest alarm; null while there was none
 * @param state as of when this was made
 * @param revision grows from record to record of one device: the lower one of two is the older one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Device(
        String deviceId,
        int code,
        String kind,

        @JsonFormat(shape = JsonFormat.Shape.STRING, pattern = Event.TIME, timezone = "UTC")
        Instant time,

        String workerId,
        String workerName,
        Double latitude,
        Double longitude,

        @JsonFormat(shape = JsonFormat.Shape.STRING, pattern = Event.TIME, timezone = "UTC")
        Instant positionTime,

        Integer alarmCode,
        String alarmKind,

        @JsonFormat(shape = JsonFormat.Shape.STRING, pattern = Event.TIME, timezone = "UTC")
        Instant alarmTime,

        DeviceState state,
        long revision) {

    /** A device by its record in {@code device-status}. */
    public static Device of(DeviceStatus status, DeviceState state, long revision) {
        Integer alarmCode = status.getAlarmCode();
        return new Device(
                status.getDeviceId(),
                status.getEventCode(),
                Event.kind(status.getEventCode()),
                status.getEventTime(),
                status.getWorkerId(),
                status.getWorkerName(),
                status.getLatitude(),
                status.getLongitude(),
                status.getPositionTime(),
                alarmCode,
                alarmCode == null ? null : Event.kind(alarmCode),
                status.getAlarmTime(),
                state,
                revision);
    }
}
