package io.vigil.producer;

import io.vigil.schemas.EventHeaders;
import io.vigil.schemas.RejectionReason;
import io.vigil.schemas.csv.CsvRow;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Sends the rows of files, and counts what becomes of them. Once all is flushed: rows = sent + rejected + undelivered.
 */
final class RowDelivery {

    /** Enough to see what is wrong with a file; all of them are in the dead-letter topic. */
    private static final int SHOWN_REJECTIONS = 10;

    private static final List<Header> NO_POSITION = List.of(new RecordHeader(
            EventHeaders.POSITION_REMOVED, EventHeaders.POSITION_INVALID.getBytes(StandardCharsets.UTF_8)));

    private final EventProducer events;
    private final DeadLetters deadLetters;
    private final PrintWriter log;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong undelivered = new AtomicLong();
    private final Map<RejectionReason, AtomicLong> rejected = new ConcurrentSkipListMap<>();
    private final AtomicBoolean stuck = new AtomicBoolean();
    private long rows;
    private long shown;
    private long positionsRemoved;

    RowDelivery(EventProducer events, DeadLetters deadLetters, PrintWriter log) {
        this.events = events;
        this.deadLetters = deadLetters;
        this.log = log;
    }

    /** Sends a row to where it belongs. */
    void send(String file, CsvRow row) {
        rows++;
        if (row instanceof CsvRow.Event valid) {
            positionsRemoved += valid.positionRemoved() ? 1 : 0;
            events.send(valid.event(), valid.positionRemoved() ? NO_POSITION : List.of())
                    .whenComplete((metadata, failure) -> count(sent, file, row, failure));
        } else if (row instanceof CsvRow.Rejected bad) {
            if (shown++ < SHOWN_REJECTIONS) {
                log.printf(
                        "produce: %s:%d: %s: %s%n",
                        file, row.line(), bad.reason().label(), bad.detail());
            }
            AtomicLong counter = rejected.computeIfAbsent(bad.reason(), reason -> new AtomicLong());
            deadLetters.send(file, bad).whenComplete((metadata, failure) -> count(counter, file, row, failure));
        }
    }

    private void count(AtomicLong counter, String file, CsvRow row, Throwable failure) {
        if (failure == null) {
            counter.incrementAndGet();
            return;
        }
        undelivered.incrementAndGet();
        log.printf("produce: %s:%d: not delivered: %s%n", file, row.line(), failure.getMessage());
        Throwable cause = failure instanceof UndeliveredEventException ? failure.getCause() : failure;
        if (!(cause instanceof RecordTooLargeException || cause instanceof SerializationException)) {
            stuck.set(true);
        }
    }

    /** Whether a row could not be delivered for a reason that is not the row's, so that the next one cannot either. */
    boolean isStuck() {
        return stuck.get();
    }

    /** Waits until each row is delivered or known not to be. */
    void flush() {
        events.flush();
        deadLetters.flush();
    }

    long rows() {
        return rows;
    }

    long rejected() {
        return rejected.values().stream().mapToLong(AtomicLong::get).sum();
    }

    long undelivered() {
        return undelivered.get();
    }

    /** What became of the rows, in one line. */
    String summary() {
        StringBuilder line = new StringBuilder();
        line.append("rows=").append(rows).append(" sent=").append(sent);
        line.append(" rejected=").append(rejected());
        rejected.forEach((reason, count) ->
                line.append(' ').append(reason.label()).append('=').append(count));
        line.append(" positions-removed=").append(positionsRemoved);
        return line.append(" undelivered=").append(undelivered).toString();
    }
}
