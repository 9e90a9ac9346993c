package io.vigil.api.live;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
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
    private final SseWriter writer;
    private final LiveMetrics metrics;
    private final StreamProperties properties;
    private final long began = System.nanoTime();

    LiveStream(StreamQuery query, LiveFeed feed, SseWriter writer, LiveMetrics metrics, StreamProperties properties) {
        this.query = query;
        this.feed = feed;
        this.writer = writer;
        this.metrics = metrics;
        this.properties = properties;
    }

    /** Returns when the client is gone or too slow, when the stream is too old, or when this thread is interrupted. */
    @Override
    public void run() {
        try {
            int pause = ThreadLocalRandom.current().nextInt(SOONEST_RETRY_MILLIS, LATEST_RETRY_MILLIS);
            writer.retry(Duration.ofMillis(pause));
            while (!feed.awaitBegin(properties.heartbeat())) {
                writer.comment();
                if (isTooOld()) {
                    return;
                }
            }
            Optional<Subscription> subscription = feed.subscribe(query);
            if (subscription.isPresent()) {
                follow(subscription.get());
            }
        } catch (IOException | IllegalStateException e) {
            LOG.debug("A client is gone", e);
        } catch (InterruptedException e) {
            LOG.debug("A stream is ended", e);
        }
    }

    private void follow(Subscription subscription) throws IOException, InterruptedException {
        try {
            Position position = subscription.start();
            writer.heartbeat(position);
            while (subscription.isOpen() && !isTooOld()) {
                for (Message message : subscription.take(untilHeartbeat())) {
                    writer.message(message);
                    position = message.position();
                }
                if (untilHeartbeat().isZero()) {
                    Position passedOn = feed.position().orElse(position);
                    for (Message message : subscription.take(Duration.ZERO)) {
                        writer.message(message);
                        position = message.position();
                    }
                    if (subscription.isOpen()) {
                        position = position.max(passedOn);
                        writer.heartbeat(position);
                    }
                }
                writer.flush();
            }
        } finally {
            feed.unsubscribe(subscription);
            if (subscription.isTooSlow()) {
                metrics.dropped();
            }
        }
    }

    private Duration untilHeartbeat() {
        Duration left = properties.heartbeat().minus(writer.sinceHeartbeat());
        return left.isNegative() ? Duration.ZERO : left;
    }

    private boolean isTooOld() {
        return System.nanoTime() - began >= properties.maxAge().toNanos();
    }
}
