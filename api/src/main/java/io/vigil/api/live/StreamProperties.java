package io.vigil.api.live;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The bounds of the live stream.
 *
 * @param heartbeat the pause between two heartbeats
 * @param maxClients how many streams there may be at a time
 * @param maxAge for how long a stream lasts; its client comes back by itself, and its rights are looked at again
 * @param queueSize what may wait for one reader before it is taken for too slow and dropped
 * @param catchUps how many streams may read what they missed at a time; the others wait for their turn
 * @param maxCatchUpRecords how far back a position may lie, in records of the topics that are asked for
 * @param maxCatchUpTime how long reading what was missed may take; then the stream ends, and its client goes on from there
 */
@ConfigurationProperties("vigil.stream")
record StreamProperties(
        @DefaultValue("PT5S") Duration heartbeat,
        @DefaultValue("500") int maxClients,
        @DefaultValue("PT1H") Duration maxAge,
        @DefaultValue("8MB") DataSize queueSize,
        @DefaultValue("4") int catchUps,
        @DefaultValue("500000") long maxCatchUpRecords,
        @DefaultValue("PT1M") Duration maxCatchUpTime) {

    /**
     * Checks them.
     *
     * @throws IllegalArgumentException if one is not positive
     */
    StreamProperties {
        requirePositive("heartbeat", heartbeat, heartbeat.toMillis());
        requirePositive("max-clients", maxClients, maxClients);
        requirePositive("max-age", maxAge, maxAge.toMillis());
        requirePositive("queue-size", queueSize, queueSize.toBytes());
        requirePositive("catch-ups", catchUps, catchUps);
        requirePositive("max-catch-up-records", maxCatchUpRecords, maxCatchUpRecords);
        requirePositive("max-catch-up-time", maxCatchUpTime, maxCatchUpTime.toMillis());
    }

    private static void requirePositive(String name, Object given, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException("vigil.stream." + name + " is " + given + ", must be more than zero");
        }
    }
}
