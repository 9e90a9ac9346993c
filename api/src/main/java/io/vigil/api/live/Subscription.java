package io.vigil.api.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One reader's place at the live feed: what it wants, and what waits for it. Written by the feed's thread, which it never
 * holds up, and read by the reader's.
 */
final class Subscription {

    private final StreamQuery query;
    private final Position start;
    private final long capacity;
    private final BlockingQueue<Message> waiting = new LinkedBlockingQueue<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    private volatile boolean open = true;
    private volatile boolean tooSlow;

    /**
     * A place.
     *
     * @param start where the feed stands: all behind it comes here
     * @param capacity how many bytes may wait
     */
    Subscription(StreamQuery query, Position start, long capacity) {
        this.query = query;
        this.start = start;
        this.capacity = capacity;
    }

    Position start() {
        return start;
    }

    boolean wants(Report report) {
        return query.wants(report);
    }

    /** Lets a message wait for the reader. A reader that lets too many wait loses its place, and gets no more. */
    void offer(Message message) {
        if (!open) {
            return;
        }
        if (waitingBytes.addAndGet(message.size()) > capacity) {
            tooSlow = true;
            close();
        } else {
            waiting.add(message);
        }
    }

    /**
     * Takes all that waits.
     *
     * @param longest how long to wait for the first message; zero not to wait
     * @return in the order of the feed; empty if nothing came, or the place is lost
     */
    List<Message> take(Duration longest) throws InterruptedException {
        List<Message> taken = new ArrayList<>();
        Message first = waiting.poll(longest.toNanos(), TimeUnit.NANOSECONDS);
        if (first != null) {
            taken.add(first);
            waiting.drainTo(taken);
            waitingBytes.addAndGet(-taken.stream().mapToLong(Message::size).sum());
        }
        return open ? taken : List.of();
    }

    /** Whether it still gets messages. If so, all that was passed on to it before was taken or waits. */
    boolean isOpen() {
        return open;
    }

    /** Whether it was lost because the reader did not keep up. */
    boolean isTooSlow() {
        return tooSlow;
    }

    void close() {
        open = false;
        waiting.clear();
    }
}
