package io.vigil.api.query;

import io.vigil.api.model.Device;
import io.vigil.api.model.DeviceState;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which devices.
 *
 * @param text part of the device's id, or of the worker's id or name, in lower case; empty for all
 * @param codes of the newest event
 * @param state empty for all
 */
public record DeviceQuery(String text, Codes codes, Optional<DeviceState> state) {

    private static final int MAX_TEXT = 256;

    /**
     * As it is asked for.
     *
     * @param text whatever its case; null for all
     * @param state null for all
     * @throws InvalidRequestException if the text is too long
     */
    public static DeviceQuery of(String text, Codes codes, DeviceState state) {
        String part = text == null ? "" : text.strip();
        if (part.length() > MAX_TEXT) {
            throw new InvalidRequestException("q has " + part.length() + " characters, must have at most " + MAX_TEXT);
        }
        return new DeviceQuery(part.toLowerCase(Locale.ROOT), codes, Optional.ofNullable(state));
    }

    boolean matches(Device device) {
        return codes.include(device.code())
                && state.map(device.state()::equals).orElse(true)
                && (text.isEmpty()
                        || Stream.of(device.deviceId(), device.workerId(), device.workerName())
                                .anyMatch(this::isIn));
    }

    private boolean isIn(String value) {
        return value != null && value.toLowerCase(Locale.ROOT).contains(text);
    }
}
