package io.vigil.api.live;

import io.vigil.api.model.Event;
import io.vigil.events.DeviceStatus;
import org.springframework.context.ApplicationContext;

/** What is in memory, for tests that have no topics. */
public final class Memory {

    private final ApplicationContext application;

    /** Of this application. */
    public Memory(ApplicationContext application) {
        this.application = application;
    }

    /** As a record of device-status would. */
    public void put(DeviceStatus status, long offset) {
        application.getBean(LastKnownDevices.class).put(status, offset);
    }

    /** As a record of alarms would. */
    public void add(Event alarm) {
        application.getBean(RecentAlarms.class).add(alarm);
    }
}
