package io.vigil.api.model;

import io.vigil.events.DeviceStatus;
import java.time.Duration;
import java.time.Instant;

/** What a control room has to know of a device at a glance. */
public enum DeviceState {
    /** Its newest alarm is not old. Nothing that a device sends says that an alarm was attended to. */
    ALARM,
    /** It has not been heard of for long. */
    SILENT,
    /** Neither. */
    OK;

    /**
     * The state of a device at some time.
     *
     * @param alarmFor for how long an alarm is shown as one
     * @param silentAfter for how long a device may say nothing
     */
    public static DeviceState of(DeviceStatus status, Instant now, Duration alarmFor, Duration silentAfter) {
        if (status.getAlarmTime() != null
                && !status.getAlarmTime().plus(alarmFor).isBefore(now)) {
            return ALARM;
        }
        return status.getEventTime().plus(silentAfter).isBefore(now) ? SILENT : OK;
    }
}
