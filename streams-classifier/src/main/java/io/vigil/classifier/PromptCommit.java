package io.vigil.classifier;

import io.vigil.schemas.EncodedEvent;
import java.time.Duration;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Forwards alarms, and asks for a commit as soon as a fresh one is in the transaction: nobody reads it before. A commit is
 * of all that the stream thread has done (KIP-447), so it costs as much for one alarm as for many: two that are asked for
 * are an interval apart, and the alarms between them wait for the second. In a backlog, where alarms are old already, the
 * commits of Kafka Streams do.
 */
final class PromptCommit extends ContextualProcessor<byte[], EncodedEvent, byte[], EncodedEvent> {

    private static final long FRESH_MS = 2_000;

    private final ThreadLocal<LastCommit> last;
    private final long intervalMs;
    private Cancellable pending;

    private PromptCommit(ThreadLocal<LastCommit> last, Duration interval) {
        this.last = last;
        this.intervalMs = interval.toMillis();
    }

    @Override
    public void process(Record<byte[], EncodedEvent> alarm) {
        context().forward(alarm);
        long now = context().currentSystemTimeMs();
        if (pending != null || now - alarm.timestamp() > FRESH_MS) {
            return;
        }
        long since = now - last.get().askedMs;
        // Less than nothing when the clock was set back.
        if (since < 0 || since >= intervalMs) {
            ask(now);
        } else {
            long deferredFrom = last.get().askedMs;
            pending = context()
                    .schedule(
                            Duration.ofMillis(intervalMs - since),
                            PunctuationType.WALL_CLOCK_TIME,
                            time -> askUnlessAsked(deferredFrom, time));
        }
    }

    /** Another partition's alarm may have had its commit meanwhile, which was this one's too. */
    private void askUnlessAsked(long deferredFrom, long now) {
        pending.cancel();
        pending = null;
        if (last.get().askedMs == deferredFrom) {
            ask(now);
        }
    }

    private void ask(long now) {
        last.get().askedMs = now;
        context().commit();
    }

    /** When a stream thread last asked; its tasks share it, as they share the transaction. */
    private static final class LastCommit {
        private long askedMs;
    }

    /** Brings the processors of all threads into a topology. */
    static final class Supplier implements ProcessorSupplier<byte[], EncodedEvent, byte[], EncodedEvent> {

        private final ThreadLocal<LastCommit> last = ThreadLocal.withInitial(LastCommit::new);
        private final Duration interval;

        /**
         * A supplier.
         *
         * @param interval what two commits that are asked for are apart at least
         */
        Supplier(Duration interval) {
            this.interval = interval;
        }

        @Override
        public Processor<byte[], EncodedEvent, byte[], EncodedEvent> get() {
            return new PromptCommit(last, interval);
        }
    }
}
