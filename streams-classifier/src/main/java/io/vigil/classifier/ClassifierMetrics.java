package io.vigil.classifier;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vigil.schemas.RejectionReason;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What became of the records of {@code device-events}, by which the classifier is judged:
 *
 * <p>received = events + alarms + dead letters
 *
 * <p>Alert when that does not hold for longer than a moment: something went nowhere. A record counts when it was taken,
 * not when its transaction was committed; one that is taken again after a failure counts again on both sides. The proof
 * is {@code reconcile}; this says where to look, and when.
 */
final class ClassifierMetrics {

    /** The setting in which Kafka Streams hands this to what it makes by class name. */
    static final String CONFIG = "vigil.classifier.metrics";

    private static final String PREFIX = "vigil.classifier.";

    private final Clock clock;
    private final Counter received;
    private final Counter events;
    private final Counter alarms;
    private final Counter positionsRemoved;
    private final Map<RejectionReason, Counter> deadLetters;
    private final Timer alarmDelay;

    ClassifierMetrics(MeterRegistry registry, Clock clock) {
        this.clock = clock;
        this.received = counter("received", "Records of device-events, of which something has to become.")
                .register(registry);
        this.events = counter("events", "Records that went on to events.").register(registry);
        this.alarms = counter("alarms", "Records that went on to alarms.").register(registry);
        this.positionsRemoved = counter("positions.removed", "Events that went on without a position that was none.")
                .register(registry);
        Function<RejectionReason, Counter> deadLetter =
                reason -> counter("dead.letters", "Records that went to device-events.dlq.")
                        .tag("reason", reason.label())
                        .register(registry);
        this.deadLetters = new EnumMap<>(
                Arrays.stream(RejectionReason.values()).collect(Collectors.toMap(Function.identity(), deadLetter)));
        this.alarmDelay = Timer.builder(PREFIX + "alarm.delay")
                .description("From an alarm's record timestamp until it went on; its commit comes on top.")
                .serviceLevelObjectives(
                        Duration.ofMillis(50),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(5))
                .register(registry);
    }

    /** What Kafka Streams was given in {@link #CONFIG}. */
    static ClassifierMetrics of(Map<String, ?> configs) {
        return (ClassifierMetrics) configs.get(CONFIG);
    }

    void received() {
        received.increment();
    }

    void event() {
        events.increment();
    }

    /**
     * Counts an alarm.
     *
     * @param timestamp its record's, epoch milliseconds
     */
    void alarm(long timestamp) {
        alarms.increment();
        alarmDelay.record(Duration.ofMillis(Math.max(0, clock.millis() - timestamp)));
    }

    void positionRemoved() {
        positionsRemoved.increment();
    }

    void deadLetter(RejectionReason reason) {
        deadLetters.get(reason).increment();
    }

    private static Counter.Builder counter(String name, String description) {
        return Counter.builder(PREFIX + name).description(description);
    }
}
