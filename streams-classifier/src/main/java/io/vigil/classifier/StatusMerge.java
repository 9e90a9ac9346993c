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

    private static final DeviceStatus NOTHING = new DeviceStatus();

    private StatusMerge() {}

    /**
     * Merges an event into what is known.
     *
     * @param known what is known of the device, or null if nothing is
     * @param event an event of the device
     * @return a new status, or {@code known} itself if the event adds nothing
     */
    static DeviceStatus merge(DeviceStatus known, DeviceEvent event) {
        DeviceStatus before = known == null ? NOTHING : known;
        boolean isNewest = isNewer(event, before.getEventTime(), before.getEventCode());
        boolean isPosition = event.getLatitude() != null && !isBefore(event.getEventTime(), before.getPositionTime());
        boolean isAlarm =
                EventCode.isAlarm(event.getEventCode()) && isNewer(event, before.getAlarmTime(), before.getAlarmCode());
        if (!isNewest && !isPosition && !isAlarm) {
            return known;
        }
        // Not by Avro's builder, which copies each value in depth by its schema: that costs more than all the rest
        // here.
        DeviceStatus merged = new DeviceStatus(
                event.getDeviceId(),
                isNewest ? event.getEventCode() : before.getEventCode(),
                isNewest ? event.getEventTime() : before.getEventTime(),
                isNewest ? event.getWorkerId() : before.getWorkerId(),
                isNewest ? event.getWorkerName() : before.getWorkerName(),
                isPosition ? event.getLatitude() : before.getLatitude(),
                isPosition ? event.getLongitude() : before.getLongitude(),
                isPosition ? event.getEventTime() : before.getPositionTime(),
                isAlarm ? Integer.valueOf(event.getEventCode()) : before.getAlarmCode(),
                isAlarm ? event.getEventTime() : before.getAlarmTime());
        return isAgain(event, before) && merged.equals(known) ? known : merged;
    }

    /** Whether it may be an event that was merged before; to compare all of each status would cost too much. */
    private static boolean isAgain(DeviceEvent event, DeviceStatus known) {
        Instant time = event.getEventTime();
        return time.equals(known.getEventTime())
                || time.equals(known.getPositionTime())
                || time.equals(known.getAlarmTime());
    }

    /** By time; at the same time an alarm counts as the newer, then the higher code. */
    private static boolean isNewer(DeviceEvent event, Instant time, Integer code) {
        if (time == null) {
            return true;
        }
        int byTime = event.getEventTime().compareTo(time);
        if (byTime != 0) {
            return byTime > 0;
        }
        boolean isAlarm = EventCode.isAlarm(event.getEventCode());
        return isAlarm == EventCode.isAlarm(code) ? event.getEventCode() >= code : isAlarm;
    }

    private static boolean isBefore(Instant time, Instant other) {
        return other != null && time.isBefore(other);
    }
}
