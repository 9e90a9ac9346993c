package io.vigil.api.live;

import io.vigil.api.live.CatchUp.Joined;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's stream, from its begin to its end. */
final class LiveStream implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveStream.class);

    /** Clients that lost their streams at the same time do not come back at the same time. */
    private static final int SOONEST_RETRY_MILLIS = 1_000;

    private static final int LATEST_RETRY_MILLIS = 3_000;

    private final StreamQuery query;
    private final LiveFeed feed;
    private final CatchUp catchUp;
    private final SseWriter writer;
    private final Messages messages;
    private final LiveMetrics metrics;
    private final BooleanSupplier isFeedLive;
    private final Duration maxAge;
    private final long began = System.nanoTime();

    LiveStream(
            StreamQuery query,
            LiveFeed feed,
            CatchUp catchUp,
            SseWriter writer,
            Messages messages,
            LiveMetrics metrics,
            BooleanSupplier isFeedLive,
            Duration maxAge) {
        this.query = query;
        this.feed = feed;
        this.catchUp = catchUp;
        this.writer = writer;
        this.messages = messages;
        this.metrics = metrics;
        this.isFeedLive = isFeedLive;
        this.maxAge = maxAge;
    }

    /**
     * Returns when the client is gone or too slow, when it has to come back because what it missed cannot be read now or
     * the stream is too old, or when this thread is interrupted.
     */
    @Override
    public void run() {
        try {
            writer.signOfLife(
                    messages.retry(ThreadLocalRandom.current().nextInt(SOONEST_RETRY_MILLIS, LATEST_RETRY_MILLIS)));
            if (awaitFeed()) {
                Optional<Joined> joined = join();
                if (joined.isPresent()) {
                    follow(joined.get().place(), joined.get().delivery());
                }
            }
        } catch (IOException | IllegalStateException e) {
            LOG.debug("A client is gone", e);
        } catch (InterruptedException | InterruptException e) {
            LOG.debug("A stream is ended", e);
        } catch (KafkaException e) {
            LOG.warn("action=catch-up result=failed reason=\"{}\"", e.getMessage());
        }
    }

    /** A feed that has not begun yet is no reason to turn a client away: a browser would not come back by itself. */
    private boolean awaitFeed() throws IOException, InterruptedException {
        while (!feed.awaitBegin(writer.untilSignOfLife())) {
            if (isTooOld()) {
                return false;
            }
            writer.signOfLife(messages.comment());
        }
        return true;
    }

    private Optional<Joined> join() throws IOException, InterruptedException {
        try {
            if (query.lastEventId().isPresent()) {
                return catchUp.from(query.lastEventId().get(), query, writer);
            }
            if (query.since().isPresent()) {
                return catchUp.since(query.since().get(), query, writer);
            }
            return joinNow();
        } catch (CannotResumeException e) {
            LOG.info("action=reset reason=\"{}\"", e.getMessage());
            Optional<Joined> joined = joinNow();
            if (joined.isPresent()) {
                joined.get().delivery().reset(e.getMessage());
            }
            return joined;
        }
    }

    private Optional<Joined> joinNow() {
        return feed.subscribe(query)
                .map(place -> new Joined(place, new Delivery(writer, messages, metrics, place.start())));
    }

    private void follow(Subscription place, Delivery delivery) throws IOException, InterruptedException {
        try {
            boolean goesOn = signOfLife(place, delivery);
            while (goesOn) {
                goesOn = deliver(place, place.take(writer.untilSignOfLife()), delivery);
                if (goesOn && writer.untilSignOfLife().isZero()) {
                    goesOn = signOfLife(place, delivery);
                }
                writer.flush();
            }
        } finally {
            feed.unsubscribe(place);
            if (place.isTooSlow()) {
                metrics.dropped();
            }
        }
    }

    /**
     * Tells the client that it has all up to where the feed is: what it wants of that was delivered, or waits and is
     * delivered first. Says nothing of the kind while nobody knows what the feed is missing.
     */
    private boolean signOfLife(Subscription place, Delivery delivery) throws IOException, InterruptedException {
        if (!isFeedLive.getAsBoolean()) {
            writer.signOfLife(messages.comment());
            return true;
        }
        Optional<Position> passedOn = feed.position();
        if (!deliver(place, place.take(Duration.ZERO), delivery)) {
            return false;
        }
        passedOn.ifPresent(delivery::moveTo);
        delivery.heartbeat();
        return true;
    }

    /** False if the stream has to end; the client may not have got all then. */
    private boolean deliver(Subscription place, List<Message> messages, Delivery delivery) throws IOException {
        for (Message message : messages) {
            if (!place.isOpen() || isTooOld()) {
                return false;
            }
            delivery.live(message);
        }
        return place.isOpen() && !isTooOld();
    }

    private boolean isTooOld() {
        return System.nanoTime() - began >= maxAge.toNanos();
    }
}
