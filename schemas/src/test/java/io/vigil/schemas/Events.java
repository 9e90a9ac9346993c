package io.vigil.schemas;

import io.vigil.events.DeviceEvent;
import java.time.Instant;

/** Events for tests, complete and valid where a test does not say otherwise. */
public final class Events {

    private Events() {}

    /** A builder of a check-in with everything in it. */
    public static DeviceEvent.Builder checkIn() {
        return DeviceEvent.newBuilder()
                .setEventCode(EventCode.CHECK_IN.code())
                .setDeviceId("device-1")
                .setEventTime(Instant.parse("2020-06-09T09:36:00Z"))
                .setWorkerId("w-17")
                .setWorkerName("Ada Łovelace")
                .setLatitude(59.3293)
                .setLongitude(18.0686);
    }

    /** A builder of an SOS of the same device at the same time. */
    public static DeviceEvent.Builder sos() {
        return checkIn().setEventCode(EventCode.SOS.code());
    }
}
