package io.vigil.api.live;

import io.vigil.schemas.InvalidEventException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

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
     * Reads until no more than some records are missing, maybe beyond the target in some partitions.
     *
     * @param target moves on meanwhile
     * @return false if it took too long, or the target is gone
     * @throws OffsetOutOfRangeException if records that are missing were deleted
     */
    boolean readCloseTo(Supplier<Optional<Position>> target, long records) throws IOException {
        while (System.nanoTime() - deadline < 0) {
            Optional<Position> now = target.get();
            if (now.isEmpty()) {
                return false;
            }
            if (delivery.position().missing(now.get(), query.types()) <= records) {
                return true;
            }
            read(partition -> Long.MAX_VALUE);
        }
        return false;
    }

    /**
     * Reads to the target, and not beyond.
     *
     * @return false if it took too long
     * @throws OffsetOutOfRangeException if records that are missing were deleted
     */
    boolean readTo(Position target) throws IOException {
        while (delivery.position().missing(target, query.types()) > 0) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            read(target::next);
        }
        delivery.moveTo(target);
        return true;
    }

    private void read(ToLongFunction<TopicPartition> end) throws IOException {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        for (TopicPartition partition : records.partitions()) {
            for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                if (record.offset() < end.applyAsLong(partition)) {
                    deliver(record);
                }
            }
        }
        Position reached = delivery.position();
        for (var next : records.nextOffsets().entrySet()) {
            long offset = Math.min(next.getValue().offset(), end.applyAsLong(next.getKey()));
            reached = reached.with(next.getKey(), Math.max(offset, reached.next(next.getKey())));
        }
        delivery.moveTo(reached);
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
}
