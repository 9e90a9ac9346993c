package io.vigil.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class WriteLogTest {

    private final WriteLog log = new WriteLog();

    @Test
    void aKeyIsStaleWhileItHoldsAnOlderVersionThanItHeld() {
        write(Map.of("a", 1L, "b", 2L));
        write(Map.of("a", 5L, "b", 4L));
        write(Map.of("a", 3L));

        assertThat(log.counts().staleKeys()).isEqualTo(1);
        assertThat(log.counts().newestVersions()).isEqualTo(5 + 4);

        write(Map.of("a", 5L));

        assertThat(log.counts().staleKeys()).isZero();
        assertThat(log.counts().newestVersions()).isEqualTo(5 + 4);
        assertThat(log.counts().items()).isEqualTo(2);
        assertThat(log.counts().repeated()).isEqualTo(4);
    }

    @Test
    void forgetsAllWhenItIsReset() {
        write(Map.of("a", 2L));
        write(Map.of("a", 1L));

        log.reset();

        assertThat(log.counts()).isEqualTo(new Counts(0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void countsTheMostRequestsAtATime() {
        log.begin(10);
        log.begin(20);
        log.end(Map.of("a", 0L), 30);
        log.begin(40);
        log.end(Map.of("b", 0L), 50);
        log.end(Map.of("c", 0L), 60);

        assertThat(log.counts()).isEqualTo(new Counts(3, 0, 3, 2, 50, 0, 0));
    }

    private void write(Map<String, Long> versions) {
        log.begin(0);
        log.end(versions, 0);
    }
}
