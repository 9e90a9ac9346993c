package io.vigil.api.live;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/**
 * The connection to one client. Written by one thread. What writes throws if the client is gone, or takes nothing for
 * longer than the server's connection timeout.
 */
final class SseWriter {

    private final OutputStream out;
    private final Duration heartbeat;
    private long lastSignOfLife = System.nanoTime();

    /**
     * A writer.
     *
     * @param heartbeat how long a client may be left without a sign of life
     */
    SseWriter(OutputStream out, Duration heartbeat) {
        this.out = out;
        this.heartbeat = heartbeat;
    }

    /** Writes bytes, which may still wait in a buffer when this returns. */
    void write(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    void flush() throws IOException {
        out.flush();
    }

    /** Writes what tells the client that the stream is alive. */
    void signOfLife(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        lastSignOfLife = System.nanoTime();
    }

    /** How long the next sign of life may still take. */
    Duration untilSignOfLife() {
        Duration left = heartbeat.minusNanos(System.nanoTime() - lastSignOfLife);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
