package io.vigil.spark;

import dev.failsafe.RateLimiter;
import java.io.InterruptedIOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * How many records one of several tasks may make in a second.
 *
 * @param perSecond of all tasks together; 0 for no limit
 * @param tasks that run at a time, at most
 */
record RecordRate(int perSecond, int tasks) implements Serializable {

    /** Permits are taken for some records at a time, since a thread cannot sleep for as short as one of them takes. */
    private static final int STEPS_A_SECOND = 20;

    Limiter limiter() {
        return perSecond == 0 ? () -> {} : new Smooth(this);
    }

    /** Holds one task back; for one thread. */
    @FunctionalInterface
    interface Limiter {

        /** Waits until the next record may be made. */
        void acquire();
    }

    private static final class Smooth implements Limiter {

        private final RateLimiter<Object> permits;
        private final int step;
        private int left;

        Smooth(RecordRate rate) {
            permits = RateLimiter.smoothBuilder(rate.perSecond(), Duration.ofSeconds(rate.tasks()))
                    .build();
            step = Math.max(1, rate.perSecond() / rate.tasks() / STEPS_A_SECOND);
        }

        @Override
        public void acquire() {
            if (left == 0) {
                try {
                    permits.acquirePermits(step);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new UncheckedIOException(new InterruptedIOException("The task was ended"));
                }
                left = step;
            }
            left--;
        }
    }
}
