package io.vigil.api.live;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When a device is shown as what.
 *
 * @param alarmFor for how long an alarm is shown as one
 * @param silentAfter for how long a device may say nothing before it is shown as silent
 */
@ConfigurationProperties("vigil.devices")
public record DeviceProperties(
        @DefaultValue("PT1H") Duration alarmFor,
        @DefaultValue("PT15M") Duration silentAfter) {

    /**
     * Checks them.
     *
     * @throws IllegalArgumentException if one is not positive
     */
    public DeviceProperties {
        requirePositive("alarm-for", alarmFor);
        requirePositive("silent-after", silentAfter);
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException("vigil.devices." + name + " is " + value + ", must be more than zero");
        }
    }
}
