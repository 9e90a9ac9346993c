package io.vigil.api.live;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** What became of what was read, beside the gauges {@code vigil.stream.clients} and {@code vigil.live.lag}. */
@Component
final class LiveMetrics {

    private final Clock clock;
    private final Counter undecodable;
    private final Counter messages;
    private final Counter dropped;
    private final Counter resets;
    private final Timer delay;

    LiveMetrics(MeterRegistry registry, Clock clock) {
        this.clock = clock;
        this.undecodable = Counter.builder("vigil.live.undecodable")
                .description("Records of the streamed topics that do not decode, and were left out.")
                .register(registry);
        this.messages = Counter.builder("vigil.stream.messages")
                .description("Alarms, events and devices that were written to streams.")
                .register(registry);
        this.dropped = Counter.builder("vigil.stream.dropped")
                .description("Streams that were ended because their reader did not keep up.")
                .register(registry);
        this.resets = Counter.builder("vigil.stream.resets")
                .description("Streams that could not go on from where their reader was.")
                .register(registry);
        this.delay = Timer.builder("vigil.live.delay")
                .description("From an alarm's record timestamp until it was passed on to the streams.")
                .serviceLevelObjectives(
                        Duration.ofMillis(50),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(5))
                .register(registry);
    }

    void undecodable() {
        undecodable.increment();
    }

    void message() {
        messages.increment();
    }

    void dropped() {
        dropped.increment();
    }

    void reset() {
        resets.increment();
    }

    /**
     * Counts an alarm that is passed on now.
     *
     * @param timestamp its record's, epoch milliseconds
     */
    void alarm(long timestamp) {
        delay.record(Duration.ofMillis(Math.max(0, clock.millis() - timestamp)));
    }
}
