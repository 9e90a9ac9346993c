package io.vigil.api.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.vigil.api.model.Device;
import io.vigil.api.model.DeviceState;
import io.vigil.api.model.Page;
import io.vigil.api.query.Codes;
import io.vigil.api.query.DeviceQuery;
import io.vigil.api.query.DeviceSearch;
import io.vigil.api.query.PageRequest;
import io.vigil.api.query.UnknownDeviceException;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Devices by what is last known of them. */
@RestController
@Tag(name = "devices")
@RequestMapping("/api/v1/devices")
final class DeviceController {

    private final DeviceSearch search;

    DeviceController(DeviceSearch search) {
        this.search = search;
    }

    @Operation(summary = "Devices by what is last known of them, in the order of their ids")
    @GetMapping
    Page<Device> devices(
            @RequestParam(required = false) String q,
            @RequestParam(required = false) List<Integer> code,
            @RequestParam(required = false) DeviceState state,
            @RequestParam(required = false) Integer limit,
            @RequestParam(required = false) String cursor) {
        return search.page(DeviceQuery.of(q, Codes.of(code), state), PageRequest.of(limit, cursor));
    }

    @Operation(summary = "What is last known of one device")
    @GetMapping("/{deviceId}")
    Device device(@PathVariable String deviceId) {
        return search.find(deviceId).orElseThrow(() -> new UnknownDeviceException(deviceId));
    }
}
