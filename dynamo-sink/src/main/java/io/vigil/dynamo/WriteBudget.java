package io.vigil.dynamo;

import dev.failsafe.RateLimiter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The write units that a task may use up in a second. What a request takes is known when it is answered, so requests
 * are let through while nothing is owed, and whatever they took is waited for afterwards. For many threads.
 */
final class WriteBudget {

    private final Optional<RateLimiter<Object>> limiter;
    private final AtomicLong paidAt = new AtomicLong(System.nanoTime());

    /**
     * A budget of its own.
     *
     * @param unitsPerSecond 0 for no limit
     */
    WriteBudget(int unitsPerSecond) {
        limiter = unitsPerSecond == 0
                ? Optional.empty()
                : Optional.of(RateLimiter.smoothBuilder(unitsPerSecond, Duration.ofSeconds(1))
                        .build());
    }

    boolean isLimited() {
        return limiter.isPresent();
    }

    /** How long until the next request may begin; zero if it may now. */
    Duration debt() {
        return Duration.ofNanos(Math.max(0, paidAt.get() - System.nanoTime()));
    }

    /** Says what a request has taken. */
    void spend(double units) {
        limiter.ifPresent(present -> {
            Duration wait = present.reservePermits((int) Math.max(1, Math.ceil(units)));
            long paid = System.nanoTime() + wait.toNanos();
            paidAt.accumulateAndGet(paid, (one, other) -> one - other > 0 ? one : other);
        });
    }
}
