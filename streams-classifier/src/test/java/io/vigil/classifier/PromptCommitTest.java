package io.vigil.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigil.schemas.EncodedEvent;
import io.vigil.schemas.EncodedEvent.PositionState;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PromptCommitTest {

    private static final long NOW = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    private static final byte[] KEY = {1};

    private final PromptCommit.Supplier supplier = new PromptCommit.Supplier(Duration.ofMillis(100));
    private final Task first = new Task();
    private final Task second = new Task();

    @BeforeEach
    void start() {
        first.alarm(NOW, NOW);
        first.context.resetCommit();
    }

    @Test
    void commitsAFreshAlarmAtOnce() {
        first.alarm(NOW + 100, NOW + 90);

        assertThat(first.context.committed()).isTrue();
        assertThat(first.context.forwarded()).hasSize(2);
        assertThat(first.context.scheduledPunctuators()).isEmpty();
    }

    @Test
    void keepsCommitsApart() {
        first.alarm(NOW + 40, NOW + 40);
        first.alarm(NOW + 50, NOW + 50);

        assertThat(first.context.committed()).isFalse();
        CapturedPunctuator deferred = first.onlyPunctuator();
        assertThat(deferred.getInterval()).isEqualTo(Duration.ofMillis(60));

        deferred.getPunctuator().punctuate(NOW + 100);

        assertThat(first.context.committed()).isTrue();
        assertThat(deferred.cancelled()).isTrue();
    }

    @Test
    void defersAgainWhenItHasDeferredBefore() {
        first.alarm(NOW + 40, NOW + 40);
        first.onlyPunctuator().getPunctuator().punctuate(NOW + 100);
        first.context.resetCommit();

        first.alarm(NOW + 150, NOW + 150);

        assertThat(first.context.committed()).isFalse();
        assertThat(first.context.scheduledPunctuators()).hasSize(2);
    }

    @Test
    void takesACommitOfTheSameThreadForItsOwn() {
        second.alarm(NOW + 40, NOW + 40);
        assertThat(second.context.committed()).isFalse();

        first.alarm(NOW + 100, NOW + 100);
        second.onlyPunctuator().getPunctuator().punctuate(NOW + 101);

        assertThat(first.context.committed()).isTrue();
        assertThat(second.context.committed()).isFalse();
    }

    @Test
    void leavesABacklogToTheCommitInterval() {
        first.alarm(NOW + 10_000, NOW);

        assertThat(first.context.committed()).isFalse();
        assertThat(first.context.scheduledPunctuators()).isEmpty();
    }

    @Test
    void commitsWhenTheClockWasSetBack() {
        first.alarm(NOW - 3_600_000, NOW);

        assertThat(first.context.committed()).isTrue();
    }

    /** A task of this test's thread. */
    private final class Task {

        private final MockProcessorContext<byte[], EncodedEvent> context = new MockProcessorContext<>();
        private final Processor<byte[], EncodedEvent, byte[], EncodedEvent> processor = supplier.get();

        private Task() {
            processor.init(context);
        }

        private void alarm(long now, long timestamp) {
            context.setCurrentSystemTimeMs(now);
            EncodedEvent alarm = new EncodedEvent(new byte[0], 3, KEY, timestamp, PositionState.ABSENT);
            processor.process(new Record<>(KEY, alarm, timestamp));
        }

        private CapturedPunctuator onlyPunctuator() {
            assertThat(context.scheduledPunctuators()).hasSize(1);
            return context.scheduledPunctuators().get(0);
        }
    }
}
