package io.vigil.api.live;

import io.vigil.api.model.Event;
import io.vigil.events.DeviceStatus;
import io.vigil.schemas.InvalidEventException;
import io.vigil.schemas.RegistryUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Where records, one after the other, become what is known in memory and what subscribers get. It has a position once it
 * has begun: all before it is in memory and was passed on. Fed by one thread, subscribed to by any.
 */
@Component
final class LiveFeed {

    private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);
    private static final Duration LOG_PAUSE = Duration.ofMinutes(1);

    private final RecordReader reader;
    private final Messages messages;
    private final LastKnownDevices devices;
    private final RecentAlarms alarms;
    private final LiveMetrics metrics;
    private final long queueSize;
    private final Set<Subscription> subscriptions = new HashSet<>();
    private volatile Optional<Position> position = Optional.empty();
    private long quietUntil = System.nanoTime();

    LiveFeed(
            RecordReader reader,
            Messages messages,
            LastKnownDevices devices,
            RecentAlarms alarms,
            LiveMetrics metrics,
            StreamProperties properties) {
        this.reader = reader;
        this.messages = messages;
        this.devices = devices;
        this.alarms = alarms;
        this.metrics = metrics;
        this.queueSize = properties.queueSize().toBytes();
    }

    /** Where the feed is; empty if it has not begun. */
    Optional<Position> position() {
        return position;
    }

    /**
     * Waits for the feed to begin.
     *
     * @return whether it has begun
     */
    synchronized boolean awaitBegin(Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (position.isEmpty()) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /**
     * A place at the feed.
     *
     * @return empty if the feed has not begun
     */
    synchronized Optional<Subscription> subscribe(StreamQuery query) {
        Optional<Subscription> made = position.map(start -> new Subscription(query, start, queueSize));
        made.ifPresent(subscriptions::add);
        return made;
    }

    synchronized void unsubscribe(Subscription subscription) {
        subscription.close();
        subscriptions.remove(subscription);
    }

    /**
     * Takes a record into memory only: it is from before the feed begins.
     *
     * @throws RegistryUnavailableException if it could not be read; nothing is done then
     */
    void load(ConsumerRecord<byte[], byte[]> record) {
        remember(record, read(record));
    }

    /** Begins: all records before the position were loaded. */
    synchronized void begin(Position start) {
        position = Optional.of(start);
        notifyAll();
    }

    /**
     * Takes a record into memory, and passes it on.
     *
     * @throws RegistryUnavailableException if it could not be read; nothing is done then
     */
    void take(ConsumerRecord<byte[], byte[]> record) {
        Optional<Report> report = read(record);
        synchronized (this) {
            remember(record, report);
            StreamType type = StreamType.ofTopic(record.topic());
            Position behind = position.orElseThrow().with(type, record.partition(), record.offset() + 1);
            report.ifPresent(said -> passOn(said, behind));
            position = Optional.of(behind);
            if (type == StreamType.ALARM) {
                metrics.alarm(record.timestamp());
            }
        }
    }

    /** Goes on behind what is no record, as the end of a transaction. */
    synchronized void moveTo(Position further) {
        position = Optional.of(position.orElseThrow().max(further));
    }

    /** Ends, as there is a gap before what could be read next. All places are lost: their readers have to come back. */
    synchronized void end() {
        position = Optional.empty();
        devices.clear();
        List.copyOf(subscriptions).forEach(this::unsubscribe);
    }

    private Optional<Report> read(ConsumerRecord<byte[], byte[]> record) {
        try {
            return reader.read(record);
        } catch (InvalidEventException e) {
            metrics.undecodable();
            if (System.nanoTime() - quietUntil >= 0) {
                quietUntil = System.nanoTime() + LOG_PAUSE.toNanos();
                LOG.warn(
                        "action=skip topic={} partition={} offset={} reason=\"{}\"; there may be more within a minute",
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        e.getMessage());
            }
            return Optional.empty();
        }
    }

    private void remember(ConsumerRecord<byte[], byte[]> record, Optional<Report> report) {
        if (report.isPresent()) {
            Object content = report.get().content();
            if (content instanceof DeviceStatus status) {
                devices.put(status, record.offset());
            } else if (report.get().type() == StreamType.ALARM) {
                alarms.add((Event) content);
            }
        } else if (record.value() == null && record.key() != null && isOfDevices(record)) {
            devices.remove(new String(record.key(), StandardCharsets.UTF_8));
        }
    }

    private static boolean isOfDevices(ConsumerRecord<byte[], byte[]> record) {
        return record.topic().equals(StreamType.DEVICE.topic());
    }

    private void passOn(Report report, Position behind) {
        List<Subscription> wanting = subscriptions.stream()
                .filter(subscription -> subscription.wants(report))
                .toList();
        if (!wanting.isEmpty()) {
            Message message = messages.of(report, behind);
            wanting.forEach(subscription -> subscription.offer(message));
        }
    }
}
