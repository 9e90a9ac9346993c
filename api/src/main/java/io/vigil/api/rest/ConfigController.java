package io.vigil.api.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.vigil.api.live.DeviceProperties;
import io.vigil.api.security.AccessMode;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells clients what they have to know before all else. Open to all: no secret belongs here. */
@RestController
@Tag(name = "config")
final class ConfigController {

    private final ClientConfig config;

    ConfigController(MapProperties map, DeviceProperties devices, AccessMode access) {
        config = ClientConfig.of(map, devices, access.authentication());
    }

    @Operation(summary = "What a client has to know before all else", description = "Open to all.")
    @GetMapping("/api/v1/config")
    ClientConfig config() {
        return config;
    }
}
