package io.vigil.api.live;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * All open streams, each with a thread of its own, as a client that reads slowly blocks whoever writes to it. Stopped
 * before the web server is, which would wait for them.
 */
@Component
final class LiveStreams implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(LiveStreams.class);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final LiveTail tail;
    private final LiveFeed feed;
    private final CatchUp catchUp;
    private final Messages messages;
    private final LiveMetrics metrics;
    private final StreamProperties properties;
    private final Semaphore free;
    private final AtomicInteger threads = new AtomicInteger();
    private final ExecutorService pool =
            Executors.newCachedThreadPool(task -> new Thread(task, "vigil-stream-" + threads.incrementAndGet()));
    private volatile boolean running;

    LiveStreams(
            LiveTail tail,
            LiveFeed feed,
            CatchUp catchUp,
            Messages messages,
            LiveMetrics metrics,
            StreamProperties properties,
            MeterRegistry meters) {
        this.tail = tail;
        this.feed = feed;
        this.catchUp = catchUp;
        this.messages = messages;
        this.metrics = metrics;
        this.properties = properties;
        this.free = new Semaphore(properties.maxClients());
        Gauge.builder("vigil.stream.clients", this, LiveStreams::open)
                .description("Streams that are open.")
                .register(meters);
    }

    /**
     * Answers a request with a stream, and returns at once. The headers are written before, while this request is still
     * its own thread's: filters that wait for the response to be committed are done with it then.
     *
     * @throws TooManyStreamsException if as many are open as there may be
     * @throws IOException if the client is gone
     */
    void open(StreamQuery query, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!running) {
            return;
        }
        if (!free.tryAcquire()) {
            throw new TooManyStreamsException(properties.maxClients());
        }
        try {
            response.flushBuffer();
        } catch (IOException e) {
            free.release();
            throw e;
        }
        SseWriter writer = new SseWriter(response.getOutputStream(), properties.heartbeat());
        LiveStream stream =
                new LiveStream(query, feed, catchUp, writer, messages, metrics, tail::isLive, properties.maxAge());
        AsyncContext answer = request.startAsync();
        answer.setTimeout(0);
        OpenStream open = new OpenStream(stream, answer, properties.heartbeat(), free::release);
        answer.addListener(open);
        try {
            pool.execute(open);
        } catch (RejectedExecutionException e) {
            LOG.debug("Streams are ended at this moment", e);
            open.end();
        }
    }

    private int open() {
        return properties.maxClients() - free.availablePermits();
    }

    @Override
    public void start() {
        running = true;
    }

    /** Ends all streams, so that their clients go to another instance, or come back to this one. */
    @Override
    public void stop() {
        running = false;
        pool.shutdownNow();
        try {
            if (!pool.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("action=stop result=timeout streams={} seconds={}", open(), STOP.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
