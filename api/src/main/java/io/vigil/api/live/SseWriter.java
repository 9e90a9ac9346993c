package io.vigil.api.live;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/**
 * Writes to one client, and keeps its position: what it has seen of each partition. Written by one thread. All methods
 * throw if the client is gone, or takes nothing for longer than the server's connection timeout.
 */
final class SseWriter {

    private final OutputStream out;
    private final Messages messages;
    private final LiveMetrics metrics;
    private long lastHeartbeat = System.nanoTime();

    SseWriter(OutputStream out, Messages messages, LiveMetrics metrics) {
        this.out = out;
        this.messages = messages;
        this.metrics = metrics;
    }

    void retry(Duration pause) throws IOException {
        out.write(messages.retry(pause.toMillis()));
        out.flush();
    }

    void message(Message message) throws IOException {
        out.write(message.id());
        out.write(message.body());
        metrics.message();
    }

    void heartbeat(Position position) throws IOException {
        out.write(messages.id(position));
        out.write(messages.heartbeat());
        out.flush();
        lastHeartbeat = System.nanoTime();
    }

    void reset(Position position, String reason) throws IOException {
        out.write(messages.id(position));
        out.write(messages.reset(reason));
        metrics.reset();
    }

    void comment() throws IOException {
        out.write(messages.comment());
        out.flush();
        lastHeartbeat = System.nanoTime();
    }

    void flush() throws IOException {
        out.flush();
    }

    /** How long ago the client was last told that the stream is alive. */
    Duration sinceHeartbeat() {
        return Duration.ofNanos(System.nanoTime() - lastHeartbeat);
    }
}
