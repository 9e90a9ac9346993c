package io.vigil.api.live;

import java.io.IOException;

/**
 * What one client was brought so far. The id of each message says just that: where the client can go on from, here or
 * elsewhere. Used by one thread.
 */
final class Delivery {

    private final SseWriter writer;
    private final Messages messages;
    private final LiveMetrics metrics;
    private Position position;
    private boolean inStep;

    /**
     * A delivery.
     *
     * @param start the client has, or does not want, all before it
     */
    Delivery(SseWriter writer, Messages messages, LiveMetrics metrics, Position start) {
        this.writer = writer;
        this.messages = messages;
        this.metrics = metrics;
        this.position = start;
    }

    Position position() {
        return position;
    }

    /** Brings what the client missed. */
    void missed(Report report) throws IOException {
        position = position.with(report.type(), report.partition(), report.offset() + 1);
        Message message = messages.of(report, position);
        writer.write(message.id());
        writer.write(message.body());
        metrics.message();
    }

    /**
     * Brings what the live feed passed on. The client may be ahead of the feed, where it comes from an instance that is:
     * it does not get again what it has, and its position stays its own until the feed has reached it.
     */
    void live(Message message) throws IOException {
        if (inStep) {
            position = message.position();
            writer.write(message.id());
        } else {
            if (message.offset() < position.next(message.type(), message.partition())) {
                return;
            }
            position = position.max(message.position());
            inStep = position.equals(message.position());
            writer.write(inStep ? message.id() : messages.id(position));
        }
        writer.write(message.body());
        metrics.message();
    }

    /** Goes on: up to there is nothing that was not brought, or that the client does not want. */
    void moveTo(Position further) {
        position = position.max(further);
    }

    /** Tells the client its position, and that the stream is alive. */
    void heartbeat() throws IOException {
        writer.write(messages.id(position));
        writer.signOfLife(messages.heartbeat());
    }

    /** Sends what waits in a buffer, with a heartbeat if it is time for one. */
    void flush() throws IOException {
        if (writer.untilSignOfLife().isZero()) {
            heartbeat();
        } else {
            writer.flush();
        }
    }

    /** Tells the client that there is a gap before this position. */
    void reset(String reason) throws IOException {
        writer.write(messages.id(position));
        writer.write(messages.reset(reason));
        metrics.reset();
    }
}
