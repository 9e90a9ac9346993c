package io.vigil.api.live;

import io.vigil.api.model.Device;
import io.vigil.api.model.DeviceState;
import io.vigil.events.DeviceStatus;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The newest record of each device in {@code device-status}, in memory. Written by one thread, read by any. */
@Component
public final class LastKnownDevices {

    private final ConcurrentNavigableMap<String, Known> devices = new ConcurrentSkipListMap<>();
    private final DeviceProperties properties;
    private final Clock clock;

    LastKnownDevices(DeviceProperties properties, Clock clock) {
        this.properties = properties;
        this.clock = clock;
    }

    /** A device, if anything was ever heard of it. */
    public Optional<Device> find(String deviceId) {
        return Optional.ofNullable(devices.get(deviceId)).map(this::device);
    }

    /**
     * Devices in the order of their ids.
     *
     * @param deviceId begins behind this one; empty for the first
     */
    public Stream<Device> after(String deviceId) {
        return devices.tailMap(deviceId, false).values().stream().map(this::device);
    }

    /** How many there are. */
    public int count() {
        return devices.size();
    }

    /**
     * Takes in a record.
     *
     * @param offset of the record in its partition, which all records of a device share
     */
    void put(DeviceStatus status, long offset) {
        devices.put(status.getDeviceId(), new Known(status, offset));
    }

    /** Forgets a device: its record was deleted. */
    void remove(String deviceId) {
        devices.remove(deviceId);
    }

    /** Forgets all. */
    void clear() {
        devices.clear();
    }

    /** What a record says of its device, whether it is the newest one or not. */
    Device describe(DeviceStatus status, long offset) {
        DeviceState state = DeviceState.of(status, clock.instant(), properties.alarmFor(), properties.silentAfter());
        return Device.of(status, state, offset);
    }

    private Device device(Known known) {
        return describe(known.status(), known.offset());
    }

    private record Known(DeviceStatus status, long offset) {}
}
