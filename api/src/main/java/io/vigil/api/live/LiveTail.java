package io.vigil.api.live;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.vigil.api.live.TopicWatch.Seen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The one thread that reads all partitions of the streamed topics and feeds the {@link LiveFeed}: first what is known of
 * all devices and the newest alarms, then whatever comes. A broker or registry that is away is waited for, at the start
 * and later; what came in the meantime is read then. Started before the web server and stopped after it.
 */
@Component
final class LiveTail implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(LiveTail.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration PAUSE_BEHIND_FAILURE = Duration.ofSeconds(1);
    private static final Duration STOP = Duration.ofSeconds(2);

    /** Without an answer of the brokers for so long there is no telling what is missed. */
    private static final Duration CONTACT_LOST = Duration.ofSeconds(10);

    private final KafkaSettings settings;
    private final LiveFeed feed;
    private final MeterRegistry meters;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "vigil-live-tail"));
    private volatile Optional<Seen> seen = Optional.empty();
    private volatile long lastPoll = System.nanoTime();
    private volatile boolean caughtUp;
    private volatile boolean running;
    private boolean failing;

    LiveTail(KafkaSettings settings, LiveFeed feed, MeterRegistry meters) {
        this.settings = settings;
        this.feed = feed;
        this.meters = meters;
        Gauge.builder("vigil.live.lag", this, LiveTail::lag)
                .description("Committed records of the streamed topics that were not read yet.")
                .register(meters);
    }

    @Override
    public void start() {
        running = true;
        thread.scheduleWithFixedDelay(
                this::readUntilItFails, 0, PAUSE_BEHIND_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Lets a poll come to its end, and interrupts whatever takes longer. */
    @Override
    public void stop() {
        running = false;
        thread.shutdown();
        try {
            if (!thread.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
                if (!thread.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                    LOG.warn("action=stop result=timeout seconds={}", 2 * STOP.toSeconds());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return 0;
    }

    /** Whether it has read all that there was when it began or had last failed, and goes on. */
    boolean isLive() {
        return caughtUp
                && isRecent(lastPoll)
                && seen.filter(last -> isRecent(last.at())).isPresent();
    }

    private static boolean isRecent(long nanoTime) {
        return System.nanoTime() - nanoTime < CONTACT_LOST.toNanos();
    }

    private double lag() {
        return feed.position()
                .map(position -> seen.map(Seen::ends).orElse(Map.of()).entrySet().stream()
                        .mapToLong(end -> Math.max(0, end.getValue() - position.next(end.getKey())))
                        .sum())
                .map(Long::doubleValue)
                .orElse(Double.NaN);
    }

    /** Whatever fails is tried again after a pause: this is called again, and goes on from where the feed is. */
    private void readUntilItFails() {
        try (TopicWatch watch = new TopicWatch(settings.admin("watch"));
                Consumer<byte[], byte[]> consumer = settings.consumer("live");
                KafkaClientMetrics metrics = new KafkaClientMetrics(consumer)) {
            metrics.bindTo(meters);
            read(watch, consumer);
        } catch (OffsetOutOfRangeException | TopicsReplacedException e) {
            LOG.warn("state=start-over reason=\"{}\"", e.getMessage());
            feed.end();
        } catch (InterruptException e) {
            LOG.info("action=stop result=interrupted");
        } catch (RuntimeException e) {
            // Nothing that may be wrong with a broker, a registry or a record must end this thread for good.
            if (!failing) {
                LOG.warn("state=failing reason=\"{}\"; tried again every {}", e.getMessage(), PAUSE_BEHIND_FAILURE, e);
            }
            failing = true;
        } finally {
            caughtUp = false;
        }
    }

    private void read(TopicWatch watch, Consumer<byte[], byte[]> consumer) {
        Seen topics = watch.first();
        seen = Optional.of(topics);
        consumer.assign(topics.ends().keySet());
        Optional<Position> known = feed.position();
        if (known.isPresent()) {
            requireSame(topics, known.get());
            goOn(consumer, topics.ends().keySet(), known.get());
        } else {
            Position loaded = load(watch, consumer, topics);
            caughtUp(topics);
            feed.begin(loaded);
        }
        Position target = ends(topics);
        while (running) {
            if (!caughtUp && feed.position().orElseThrow().reaches(target)) {
                caughtUp(topics);
            }
            feed.moveTo(advance(feed.position().orElseThrow(), poll(consumer, feed::take)));
            watch.next().ifPresent(now -> {
                seen = Optional.of(now);
                requireSame(now, feed.position().orElseThrow());
                assignNew(consumer, now.ends().keySet());
            });
        }
    }

    private void caughtUp(Seen topics) {
        LOG.info("state=live partitions={}", topics.ends().size());
        caughtUp = true;
        failing = false;
    }

    private static void requireSame(Seen topics, Position position) {
        if (topics.fingerprint() != position.fingerprint()) {
            throw new TopicsReplacedException();
        }
    }

    private static void goOn(Consumer<byte[], byte[]> consumer, Set<TopicPartition> partitions, Position position) {
        Set<TopicPartition> unknown = new HashSet<>();
        for (TopicPartition partition : partitions) {
            if (position.knows(partition)) {
                consumer.seek(partition, position.next(partition));
            } else {
                unknown.add(partition);
            }
        }
        seekToBeginning(consumer, unknown);
    }

    /** For Kafka, none would be all. */
    private static void seekToBeginning(Consumer<byte[], byte[]> consumer, Set<TopicPartition> partitions) {
        if (!partitions.isEmpty()) {
            consumer.seekToBeginning(partitions);
        }
    }

    /** A partition that was added is read from its first record. */
    private static void assignNew(Consumer<byte[], byte[]> consumer, Set<TopicPartition> partitions) {
        Set<TopicPartition> added = new HashSet<>(partitions);
        added.removeAll(consumer.assignment());
        if (!added.isEmpty()) {
            consumer.assign(partitions);
            consumer.seekToBeginning(added);
            LOG.info("action=assign partitions={}", added);
        }
    }

    /** Reads what has to be in memory, to the ends as they are now. */
    private Position load(TopicWatch watch, Consumer<byte[], byte[]> consumer, Seen topics) {
        Set<TopicPartition> partitions = topics.ends().keySet();
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions, ANSWER);
        Position position = Position.start(topics.fingerprint());
        for (TopicPartition partition : partitions) {
            long from = Math.max(begins.get(partition), topics.ends().get(partition) - wanted(partition, partitions));
            consumer.seek(partition, from);
            position = position.with(partition, from);
        }
        Position target = ends(topics);
        while (!position.reaches(target)) {
            position = advance(position, poll(consumer, feed::load));
            watch.next().ifPresent(now -> seen = Optional.of(now));
        }
        return position;
    }

    private static Position ends(Seen topics) {
        Position ends = Position.start(topics.fingerprint());
        for (Map.Entry<TopicPartition, Long> end : topics.ends().entrySet()) {
            ends = ends.with(end.getKey(), end.getValue());
        }
        return ends;
    }

    /** How many of a partition's records are loaded, at most. Alarms spread over partitions, so that each gives its part. */
    private static long wanted(TopicPartition partition, Set<TopicPartition> all) {
        return switch (StreamType.ofTopic(partition.topic())) {
            case DEVICE -> Long.MAX_VALUE;
            case EVENT -> 0;
            case ALARM ->
                RecentAlarms.CAPACITY
                        / all.stream()
                                .filter(other -> other.topic().equals(partition.topic()))
                                .count();
        };
    }

    /** Hands on what one poll brings, alarms first. */
    private ConsumerRecords<byte[], byte[]> poll(
            Consumer<byte[], byte[]> consumer, java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> to) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        lastPoll = System.nanoTime();
        List<TopicPartition> partitions = new ArrayList<>(records.partitions());
        partitions.sort(Comparator.comparing(partition -> StreamType.ofTopic(partition.topic())));
        partitions.forEach(partition -> records.records(partition).forEach(to));
        return records;
    }

    /** The position behind what a poll brought, and behind what it brought to light that is no record. */
    private static Position advance(Position from, ConsumerRecords<byte[], byte[]> records) {
        Position position = from;
        for (var next : records.nextOffsets().entrySet()) {
            position = position.with(next.getKey(), next.getValue().offset());
        }
        return position;
    }

    private static final class TopicsReplacedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TopicsReplacedException() {
            super("A topic was deleted and made anew");
        }
    }
}
