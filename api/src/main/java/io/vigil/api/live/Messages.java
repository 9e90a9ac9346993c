package io.vigil.api.live;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.vigil.events.DeviceStatus;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes what is streamed as Server-Sent Events (WHATWG HTML, 9.2). Safe for use by several threads. */
@Component
final class Messages {

    private static final byte[] COMMENT = utf8(":\n\n");

    private final JsonMapper json;
    private final LastKnownDevices devices;
    private final Clock clock;

    Messages(JsonMapper json, LastKnownDevices devices, Clock clock) {
        this.json = json;
        this.devices = devices;
        this.clock = clock;
    }

    /**
     * A report's message.
     *
     * @param position behind the report
     */
    Message of(Report report, Position position) {
        Object content = report.content() instanceof DeviceStatus status
                ? devices.describe(status, report.offset())
                : report.content();
        return new Message(
                report.type(),
                report.partition(),
                report.offset(),
                position,
                id(position),
                body(report.type().label(), content));
    }

    byte[] id(Position position) {
        return utf8("id: " + position.encode() + '\n');
    }

    byte[] heartbeat() {
        return body("heartbeat", new Heartbeat(clock.instant()));
    }

    byte[] reset(String reason) {
        return body("reset", new Reset(reason));
    }

    /** Means nothing; keeps the connection open while there is nothing to say. */
    byte[] comment() {
        return COMMENT.clone();
    }

    /** Tells a browser how long to wait before it comes back, in milliseconds. */
    byte[] retry(long millis) {
        return utf8("retry: " + millis + "\n\n");
    }

    private byte[] body(String event, Object content) {
        return utf8("event: " + event + "\ndata: " + json.writeValueAsString(content) + "\n\n");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private record Heartbeat(
            @JsonFormat(shape = JsonFormat.Shape.STRING, pattern = "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", timezone = "UTC")
            Instant time) {}

    private record Reset(String reason) {}
}
