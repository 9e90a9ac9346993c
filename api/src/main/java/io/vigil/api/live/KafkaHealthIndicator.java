package io.vigil.api.live;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Whether what the API says of the topics is what they hold: part of readiness. */
@Component
final class KafkaHealthIndicator implements HealthIndicator {

    private final LiveTail tail;

    KafkaHealthIndicator(LiveTail tail) {
        this.tail = tail;
    }

    @Override
    public Health health() {
        return (tail.isLive() ? Health.up() : Health.down()).build();
    }
}
