package io.vigil.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallerBucketsTest {

    @Test
    void saysHowLongToWait() {
        CallerBuckets buckets = new CallerBuckets(1, 3);
        Optional<Duration> wait = Optional.empty();

        int taken = -1;
        while (wait.isEmpty() && taken < 1_000) {
            wait = buckets.take("caller");
            taken++;
        }

        assertThat(taken).isGreaterThanOrEqualTo(3).isLessThan(1_000);
        assertThat(wait.orElseThrow()).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(buckets.take("another caller")).isEmpty();
    }
}
