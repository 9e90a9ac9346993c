package io.vigil.dynamo;

import io.vigil.dynamo.SinkOptions.WriteOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.retries.api.BackoffStrategy;

/**
 * Writes items in batches, several at a time, until all are written. Each key is in one batch only, and all batches
 * have ended when {@code write} returns or throws, so the writes of one key stay in order. What DynamoDB gives back
 * from all batches is pooled and sent again after a pause with full jitter; what was written is not.
 */
final class BatchWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BatchWriter.class);

    /** After this long no request begins where one has failed, so that a task can be stopped while DynamoDB is away. */
    private static final Duration PUT_DEADLINE = Duration.ofMillis(1_500);

    private final Requests requests;
    private final SinkMetrics metrics;
    private final int batchSize;
    private final int maxRetries;
    private final BackoffStrategy backoff;
    private final Duration maxBackoff;
    private final ExecutorService executor;

    /** What an unfinished call has written, so that the next one, with the same records, goes on where it ended. */
    private final Set<SinkRecord> written = Collections.newSetFromMap(new IdentityHashMap<>());

    BatchWriter(Requests requests, WriteOptions options, SinkMetrics metrics) {
        this.requests = requests;
        this.metrics = metrics;
        this.batchSize = options.batchSize();
        this.maxRetries = options.maxRetries();
        this.maxBackoff = options.maxBackoff();
        this.backoff = BackoffStrategy.exponentialDelay(options.backoff(), maxBackoff);
        this.executor =
                Executors.newFixedThreadPool(options.maxInFlight(), task -> new Thread(task, "dynamo-sink-writer"));
    }

    /**
     * Writes items, no two of which have one key. After a {@link RetriableException} the worker hands the same record
     * objects in again; those that were written are not sent twice, so that each call gets further than the last.
     *
     * @return the records that DynamoDB will never take, with its reasons; all others are written
     * @throws RetriableException if it is throttling or away and the time for this call is over
     * @throws ConnectException if it refuses whatever it is sent, as without permission
     */
    Map<SinkRecord, Exception> write(Collection<ItemWrite> writes, SinkTaskContext context) {
        Map<SinkRecord, Exception> rejected = new LinkedHashMap<>();
        List<ItemWrite> pending = writes.stream()
                .filter(write -> !written.contains(write.record()))
                .toList();
        long deadline = System.nanoTime() + PUT_DEADLINE.toNanos();
        int triesWithoutProgress = 0;
        while (!pending.isEmpty()) {
            Outcome outcome = writeOnce(pending, deadline);
            rejected.putAll(outcome.rejected());
            if (outcome.unwritten().isEmpty()) {
                break;
            }
            triesWithoutProgress = outcome.unwritten().size() < pending.size() ? 1 : triesWithoutProgress + 1;
            remember(pending, outcome);
            pending = outcome.unwritten();
            Duration pause = longer(backoff.computeDelay(triesWithoutProgress), requests.debt());
            if (triesWithoutProgress > maxRetries || isOver(deadline - pause.toNanos())) {
                boolean isStuck = triesWithoutProgress > maxRetries;
                context.timeout((isStuck ? longer(maxBackoff, pause) : pause).toMillis() + 1);
                throw new RetriableException(
                        pending.size() + " of " + writes.size() + " items are not written yet: " + outcome.reason());
            }
            metrics.retried(pending.size());
            LOG.debug("action=retry items={} pause={}", pending.size(), pause);
            pause(pause);
        }
        written.clear();
        return rejected;
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private void remember(List<ItemWrite> tried, Outcome outcome) {
        tried.forEach(write -> written.add(write.record()));
        outcome.unwritten().forEach(write -> written.remove(write.record()));
        written.removeAll(outcome.rejected().keySet());
    }

    /** One try for each item, as far as time allows, and all requests have ended when it returns or throws. */
    private Outcome writeOnce(List<ItemWrite> writes, long deadline) {
        AtomicBoolean troubled = new AtomicBoolean();
        List<Callable<Outcome>> batches = new ArrayList<>();
        for (int from = 0; from < writes.size(); from += batchSize) {
            List<ItemWrite> batch = writes.subList(from, Math.min(from + batchSize, writes.size()));
            batches.add(() -> send(batch, deadline, troubled));
        }
        List<Outcome> outcomes = new ArrayList<>();
        try {
            for (Future<Outcome> batch : executor.invokeAll(batches)) {
                outcomes.add(batch.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RetriableException("Interrupted while writing", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ConnectException refused ? refused : new ConnectException(e.getCause());
        }
        return Outcome.all(outcomes);
    }

    private Outcome send(List<ItemWrite> batch, long deadline, AtomicBoolean troubled) {
        // Requests that succeed go on, however slow; those that wait behind a failure are not worth the time.
        if (troubled.get() && isOver(deadline)) {
            return Outcome.unwritten(batch, "");
        }
        Outcome outcome = requests.send(batch);
        if (!outcome.unwritten().isEmpty()) {
            troubled.set(true);
        }
        return outcome;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static boolean isOver(long deadline) {
        return System.nanoTime() - deadline > 0;
    }

    private static void pause(Duration duration) {
        try {
            TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RetriableException("Interrupted while waiting to write again", e);
        }
    }
}
