package io.vigil.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vigil.api.live.DeviceProperties;
import io.vigil.schemas.EventCode;
import java.util.Arrays;
import java.util.List;

/**
 * What a client has to know before all else.
 *
 * @param tileUrl a template of the base map's tiles; null without one
 * @param tileAttribution whom the map has to name; null for nobody
 * @param alarmForSeconds for how long a device is shown as in alarm
 * @param silentAfterSeconds for how long a device may say nothing before it is shown as silent
 * @param codes those that have a name; every other is an alarm
 * @param authentication {@code none} or {@code token}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ClientConfig(
        String tileUrl,
        String tileAttribution,
        long alarmForSeconds,
        long silentAfterSeconds,
        List<Code> codes,
        String authentication) {

    static ClientConfig of(MapProperties map, DeviceProperties devices, String authentication) {
        return new ClientConfig(
                map.tileUrl(),
                map.tileAttribution(),
                devices.alarmFor().toSeconds(),
                devices.silentAfter().toSeconds(),
                Arrays.stream(EventCode.values()).map(Code::of).toList(),
                authentication);
    }

    record Code(int code, String kind, boolean alarm) {

        static Code of(EventCode code) {
            return new Code(code.code(), code.name(), EventCode.isAlarm(code.code()));
        }
    }
}
