package io.vigil.api.live;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream and the answer that it is written to. The answer is completed once, and when nothing writes to it any more: the
 * server uses its objects for other requests then.
 */
final class OpenStream implements Runnable, AsyncListener {

    private static final Logger LOG = LoggerFactory.getLogger(OpenStream.class);

    private final LiveStream stream;
    private final AsyncContext answer;
    private final Duration longestSilence;
    private final Runnable whenEnded;
    private final CountDownLatch written = new CountDownLatch(1);
    private final AtomicBoolean completed = new AtomicBoolean();

    /**
     * A stream.
     *
     * @param longestSilence within which it writes something, and so sees that its client is gone
     * @param whenEnded is called once
     */
    OpenStream(LiveStream stream, AsyncContext answer, Duration longestSilence, Runnable whenEnded) {
        this.stream = stream;
        this.answer = answer;
        this.longestSilence = longestSilence;
        this.whenEnded = whenEnded;
    }

    @Override
    public void run() {
        try {
            stream.run();
        } finally {
            end();
        }
    }

    /** Ends it, whether it was run or not. */
    void end() {
        whenEnded.run();
        written.countDown();
        complete();
    }

    /** The client is gone, mostly because writing to it has failed. It needs no error page. */
    @Override
    public void onError(AsyncEvent event) {
        try {
            if (written.await(2 * longestSilence.toMillis(), TimeUnit.MILLISECONDS)) {
                complete();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void complete() {
        if (completed.compareAndSet(false, true)) {
            try {
                answer.complete();
            } catch (IllegalStateException e) {
                LOG.debug("The server has completed this answer itself", e);
            }
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onTimeout(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
