package io.vigil.classifier;

import io.vigil.events.DeviceEvent;
import io.vigil.events.DeviceStatus;
import io.vigil.schemas.EventCode;
import java.time.Instant;

/**
 * What is known of a device after one more event. Each part is by its own newest event time, so that the outcome is the
 * same in whatever order the events arrive.
 */
final class StatusMerge {

    private StatusMerge() {}

    /**
     * Merges an event into what is known.
     *
     * @param known what is known of the device, or null if nothing is
     * @param event an event of the device
     * @return a new status, equal to {@code known} if the event adds nothing
     */
    static DeviceStatus merge(DeviceStatus known, DeviceEvent event) {
        DeviceStatus.Builder status = known == null || isNewer(event, known.getEventTime(), known.getEventCode())
                ? newest(known, event)
                : DeviceStatus.newBuilder(known);
        Instant time = event.getEventTime();
        if (event.getLatitude() != null && !isBefore(time, status.getPositionTime())) {
            status.setLatitude(event.getLatitude())
                    .setLongitude(event.getLongitude())
                    .setPositionTime(time);
        }
        if (EventCode.isAlarm(event.getEventCode()) && isNewerAlarm(event, status)) {
            status.setAlarmCode(event.getEventCode()).setAlarmTime(time);
        }
        return status.build();
    }

    private static DeviceStatus.Builder newest(DeviceStatus known, DeviceEvent event) {
        DeviceStatus.Builder status = known == null ? DeviceStatus.newBuilder() : DeviceStatus.newBuilder(known);
        return status.setDeviceId(event.getDeviceId())
                .setEventCode(event.getEventCode())
                .setEventTime(event.getEventTime())
                .setWorkerId(event.getWorkerId())
                .setWorkerName(event.getWorkerName());
    }

    /** By time; at the same time an alarm counts as the newer, then the higher code. */
    private static boolean isNewer(DeviceEvent event, Instant time, int code) {
        int byTime = event.getEventTime().compareTo(time);
        if (byTime != 0) {
            return byTime > 0;
        }
        boolean isAlarm = EventCode.isAlarm(event.getEventCode());
        return isAlarm == EventCode.isAlarm(code) ? event.getEventCode() >= code : isAlarm;
    }

    private static boolean isNewerAlarm(DeviceEvent event, DeviceStatus.Builder status) {
        return status.getAlarmTime() == null || isNewer(event, status.getAlarmTime(), status.getAlarmCode());
    }

    private static boolean isBefore(Instant time, Instant other) {
        return other != null && time.isBefore(other);
    }
}
