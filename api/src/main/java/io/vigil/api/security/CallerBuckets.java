package io.vigil.api.security;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.Optional;

/** How much of something each caller may still do. Knows the callers of the last minutes, and not more than so many. */
final class CallerBuckets {

    /** About 300 bytes each. Who is forgotten begins afresh. */
    private static final int MAX_CALLERS = 20_000;

    private final LoadingCache<Object, Bucket> buckets;

    /**
     * For callers that were not seen before.
     *
     * @param perSecond what a caller may do in the long run
     * @param burst what a caller may do at once
     */
    CallerBuckets(int perSecond, int burst) {
        Duration full = Duration.ofSeconds(1L + burst / perSecond);
        buckets = Caffeine.newBuilder()
                .maximumSize(MAX_CALLERS)
                // One that has filled up again is like a new one.
                .expireAfterAccess(full)
                .build(caller -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)))
                        .build());
    }

    /**
     * Takes one.
     *
     * @return how long to wait before the next try; empty if it was there
     */
    Optional<Duration> take(Object caller) {
        long nanos = buckets.get(caller).tryConsumeAndReturnRemaining(1).getNanosToWaitForRefill();
        return nanos == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
    }
}
