package io.vigil.bench.faults;

import io.vigil.events.DeviceEvent;
import io.vigil.events.DeviceStatus;
import io.vigil.schemas.EventCode;
import java.time.Instant;
import java.util.Comparator;

/**
 * The events of a device that make its status: the newest one, the newest with a position, and the newest alarm, by
 * event time. Of equals the one that came last counts.
 */
final class NewestEvents {

    private static final Comparator<DeviceEvent> BY_TIME = Comparator.comparing(DeviceEvent::getEventTime);

    /** At the same time an alarm counts as the newer, then the higher code. */
    private static final Comparator<DeviceEvent> BY_TIME_AND_CODE = BY_TIME.thenComparing(
                    event -> EventCode.isAlarm(event.getEventCode()))
            .thenComparing(DeviceEvent::getEventCode);

    private static final DeviceEvent NONE = new DeviceEvent();

    private DeviceEvent newest = NONE;
    private DeviceEvent located = NONE;
    private DeviceEvent alarm = NONE;

    /** Takes in an event, in the order of the topic. */
    void add(DeviceEvent event, boolean hasPosition) {
        newest = newer(BY_TIME_AND_CODE, newest, event);
        if (hasPosition) {
            located = newer(BY_TIME, located, event);
        }
        if (EventCode.isAlarm(event.getEventCode())) {
            alarm = newer(BY_TIME_AND_CODE, alarm, event);
        }
    }

    /** What the topic has to say of the device, once it has an event. */
    DeviceStatus status(String deviceId) {
        Instant alarmTime = alarm.getEventTime();
        return new DeviceStatus(
                deviceId,
                newest.getEventCode(),
                newest.getEventTime(),
                newest.getWorkerId(),
                newest.getWorkerName(),
                located.getLatitude(),
                located.getLongitude(),
                located.getEventTime(),
                alarmTime == null ? null : alarm.getEventCode(),
                alarmTime);
    }

    private static DeviceEvent newer(Comparator<DeviceEvent> order, DeviceEvent before, DeviceEvent event) {
        return before == NONE || order.compare(event, before) >= 0 ? event : before;
    }
}
