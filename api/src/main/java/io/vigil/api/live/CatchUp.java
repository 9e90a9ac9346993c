package io.vigil.api.live;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.springframework.stereotype.Component;

/**
 * Brings a client what it missed, and then to the live feed, without a gap and without bringing anything twice. It reads
 * with a consumer of its own until it is close behind the feed; takes a place there, so that what comes from then on
 * waits; and reads each partition to where that place begins.
 */
@Component
final class CatchUp {

    private static final Duration ANSWER = Duration.ofSeconds(10);

    /** In records: what is read in a moment, during which what waits at the feed does not become too much. */
    private static final long CLOSE = 1_000;

    private final KafkaSettings settings;
    private final RecordReader reader;
    private final LiveFeed feed;
    private final Messages messages;
    private final LiveMetrics metrics;
    private final StreamProperties properties;
    private final Clock clock;
    private final Semaphore turns;

    CatchUp(
            KafkaSettings settings,
            RecordReader reader,
            LiveFeed feed,
            Messages messages,
            LiveMetrics metrics,
            StreamProperties properties,
            Clock clock) {
        this.settings = settings;
        this.reader = reader;
        this.feed = feed;
        this.messages = messages;
        this.metrics = metrics;
        this.properties = properties;
        this.clock = clock;
        this.turns = new Semaphore(properties.catchUps(), true);
    }

    /**
     * Brings a client from behind a message to the live feed.
     *
     * @param lastEventId the message's id
     * @return empty if it took too long, or the feed has ended; the client can go on from what it has
     * @throws CannotResumeException if there is a gap behind the message, or it is none
     * @throws KafkaException if no broker or no registry answers; the client can go on from what it has
     */
    Optional<Joined> from(String lastEventId, StreamQuery query, SseWriter writer)
            throws CannotResumeException, IOException, InterruptedException {
        Position from = decode(lastEventId);
        Optional<Subscription> place = feed.subscribe(query);
        if (place.isEmpty()) {
            return Optional.empty();
        }
        Position live = place.get().start();
        if (hasAll(from, live, query.types())) {
            return Optional.of(new Joined(place.get(), delivery(writer, from.max(live))));
        }
        feed.unsubscribe(place.get());
        if (from.fingerprint() != live.fingerprint()) {
            throw new CannotResumeException("The position is one of other topics");
        }
        return join(query, writer, (consumer, now) -> from);
    }

    /**
     * Brings a client what came within some time, and then to the live feed.
     *
     * @return empty if it took too long, or the feed has ended; the client can go on from what it has
     * @throws CannotResumeException if that is too much
     * @throws KafkaException if no broker or no registry answers; the client can go on from what it has
     */
    Optional<Joined> since(Duration since, StreamQuery query, SseWriter writer)
            throws CannotResumeException, IOException, InterruptedException {
        long time = clock.instant().minus(since).toEpochMilli();
        return join(query, writer, (consumer, now) -> at(time, consumer, now));
    }

    private static Position decode(String lastEventId) throws CannotResumeException {
        try {
            return Position.decode(lastEventId);
        } catch (InvalidPositionException e) {
            throw new CannotResumeException(e.getMessage());
        }
    }

    private static boolean hasAll(Position from, Position live, Collection<StreamType> types) {
        return from.fingerprint() == live.fingerprint()
                && from.missing(live, types) == 0
                && live.missing(from, types) == 0;
    }

    private Delivery delivery(SseWriter writer, Position from) {
        return new Delivery(writer, messages, metrics, from);
    }

    private Optional<Joined> join(StreamQuery query, SseWriter writer, Start start)
            throws CannotResumeException, IOException, InterruptedException {
        long deadline = System.nanoTime() + properties.maxCatchUpTime().toNanos();
        if (!awaitTurn(writer, deadline)) {
            return Optional.empty();
        }
        try (Consumer<byte[], byte[]> consumer = settings.consumer("catch-up")) {
            Optional<Position> now = feed.position();
            if (now.isEmpty()) {
                return Optional.empty();
            }
            consumer.assign(partitions(now.get(), query.types()));
            Position from = start.with(consumer, now.get());
            requireAll(consumer, from, now.get(), query);
            consumer.assignment().forEach(partition -> consumer.seek(partition, from.next(partition)));
            Delivery delivery = delivery(writer, from);
            delivery.heartbeat();
            return join(query, delivery, new MissedRecords(consumer, reader, query, delivery, deadline));
        } catch (OffsetOutOfRangeException e) {
            throw new CannotResumeException("What came behind the position was deleted");
        } finally {
            turns.release();
        }
    }

    private Optional<Joined> join(StreamQuery query, Delivery delivery, MissedRecords missed) throws IOException {
        if (!missed.readTo(feed::position, CLOSE)) {
            return Optional.empty();
        }
        Optional<Subscription> place = feed.subscribe(query);
        Optional<Position> begin = place.map(Subscription::start);
        boolean met = false;
        try {
            met = missed.readTo(() -> begin, 0);
        } finally {
            if (!met) {
                place.ifPresent(feed::unsubscribe);
            }
        }
        if (!met) {
            return Optional.empty();
        }
        begin.ifPresent(delivery::moveTo);
        return place.map(taken -> new Joined(taken, delivery));
    }

    private boolean awaitTurn(SseWriter writer, long deadline) throws IOException, InterruptedException {
        while (!turns.tryAcquire(writer.untilSignOfLife().toNanos(), TimeUnit.NANOSECONDS)) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            writer.signOfLife(messages.comment());
        }
        return true;
    }

    private static List<TopicPartition> partitions(Position position, Collection<StreamType> types) {
        return types.stream()
                .flatMap(type -> IntStream.range(0, position.partitions(type))
                        .mapToObj(partition -> new TopicPartition(type.topic(), partition)))
                .toList();
    }

    /** The position before the first record of each partition that is not older; the feed's where there is none. */
    private static Position at(long time, Consumer<byte[], byte[]> consumer, Position now) {
        Map<TopicPartition, Long> times =
                consumer.assignment().stream().collect(Collectors.toMap(Function.identity(), partition -> time));
        Position position = now;
        for (Map.Entry<TopicPartition, OffsetAndTimestamp> found :
                consumer.offsetsForTimes(times, ANSWER).entrySet()) {
            if (found.getValue() != null) {
                position = position.with(found.getKey(), found.getValue().offset());
            }
        }
        return position;
    }

    private void requireAll(Consumer<byte[], byte[]> consumer, Position from, Position now, StreamQuery query)
            throws CannotResumeException {
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(consumer.assignment(), ANSWER);
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment(), ANSWER);
        for (TopicPartition partition : consumer.assignment()) {
            if (from.next(partition) < begins.get(partition)) {
                throw new CannotResumeException("What came behind the position was deleted");
            }
            if (from.next(partition) > ends.get(partition)) {
                throw new CannotResumeException("The position is beyond the end");
            }
        }
        if (from.missing(now, query.types()) > properties.maxCatchUpRecords()) {
            throw new CannotResumeException("The position is too far back");
        }
    }

    /** Where reading begins. */
    private interface Start {

        Position with(Consumer<byte[], byte[]> consumer, Position now);
    }

    /**
     * A client that has caught up.
     *
     * @param place at the feed; to be given back to it
     * @param delivery what the client has: all before the place
     */
    record Joined(Subscription place, Delivery delivery) {}
}
