package io.vigil.api.query;

import io.vigil.api.live.LastKnownDevices;
import io.vigil.api.model.Device;
import io.vigil.api.model.Page;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds devices by what is last known of them, in memory. */
@Component
public final class DeviceSearch {

    private final LastKnownDevices devices;

    DeviceSearch(LastKnownDevices devices) {
        this.devices = devices;
    }

    /**
     * Devices in the order of their ids.
     *
     * @throws InvalidRequestException if the cursor is not of this query
     */
    public Page<Device> page(DeviceQuery query, PageRequest page) {
        String after = page.cursor()
                .map(text -> Cursor.read(text, query, 1).position().get(0))
                .orElse("");
        List<Device> found = devices.after(after)
                .filter(query::matches)
                .limit(page.limit() + 1L)
                .toList();
        if (found.size() <= page.limit()) {
            return new Page<>(found, null);
        }
        List<Device> items = found.subList(0, page.limit());
        return new Page<>(
                items, Cursor.at(items.get(items.size() - 1).deviceId()).text(query));
    }

    /** One device, if anything was ever heard of it. */
    public Optional<Device> find(String deviceId) {
        return devices.find(deviceId);
    }
}
