package io.vigil.api.live;

import io.vigil.schemas.InvalidEventException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;

/** Reads what one client missed, and delivers it. Used by one thread. */
final class MissedRecords {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final RecordReader reader;
    private final StreamQuery query;
    private final Delivery delivery;
    private final long deadline;

    /**
     * Records to read.
     *
     * @param consumer stands at the delivery's position, in all partitions that the query is about
     * @param deadline by {@link System#nanoTime()}
     */
    MissedRecords(
            Consumer<byte[], byte[]> consumer,
            RecordReader reader,
            StreamQuery query,
            Delivery delivery,
            long deadline) {
        this.consumer = consumer;
        this.reader = reader;
        this.query = query;
        this.delivery = delivery;
        this.deadline = deadline;
    }

    /**
     * Reads until no more than some records are missing. In some partitions it may get beyond the target; the delivery
     * knows what was brought already.
     *
     * @param target may move on meanwhile
     * @return false if it took too long, or the target is gone
     * @throws OffsetOutOfRangeException if records that are missing were deleted
     */
    boolean readTo(Supplier<Optional<Position>> target, long records) throws IOException {
        while (!isLate()) {
            Optional<Position> now = target.get();
            if (now.isEmpty()) {
                return false;
            }
            if (delivery.position().missing(now.get(), query.types()) <= records) {
                return true;
            }
            read();
        }
        return false;
    }

    private void read() throws IOException {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (isLate()) {
                return;
            }
            deliver(record);
        }
        for (var next : records.nextOffsets().entrySet()) {
            delivery.moveTo(
                    delivery.position().with(next.getKey(), next.getValue().offset()));
        }
        delivery.flush();
    }

    private void deliver(ConsumerRecord<byte[], byte[]> record) throws IOException {
        try {
            Optional<Report> report = reader.read(record).filter(query::wants);
            if (report.isPresent()) {
                delivery.missed(report.get());
            }
        } catch (InvalidEventException e) {
            // It was counted when the feed had it.
        }
    }

    private boolean isLate() {
        return System.nanoTime() - deadline >= 0;
    }
}
