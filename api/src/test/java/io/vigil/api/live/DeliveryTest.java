package io.vigil.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vigil.api.model.Event;
import io.vigil.events.DeviceStatus;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class DeliveryTest {

    private static final Position START =
            Position.start(1).with(StreamType.ALARM, 0, 0).with(StreamType.ALARM, 1, 0);

    private final Messages messages = new Messages(
            new JsonMapper(),
            new LastKnownDevices(new DeviceProperties(Duration.ofHours(1), Duration.ofMinutes(15)), Clock.systemUTC()),
            Clock.systemUTC());
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void doesNotBringAgainWhatAClientHasFromAnInstanceThatIsAhead() throws Exception {
        Delivery delivery = delivery(START.with(StreamType.ALARM, 0, 2));
        Position live = START;
        for (long offset = 0; offset < 4; offset++) {
            live = live.with(StreamType.ALARM, 0, offset + 1);
            delivery.live(messages.of(alarm(0, offset), live));
        }

        assertThat(written()).containsSubsequence("code\":102", "code\":103").doesNotContain("code\":101");
    }

    @Test
    void neverTellsAPositionThatIsBehindOneItToldBefore() throws Exception {
        Position ahead = START.with(StreamType.ALARM, 0, 3).with(StreamType.ALARM, 1, 1);
        Delivery delivery = delivery(ahead);
        Position live = START;
        for (long offset = 0; offset < 5; offset++) {
            for (int partition = 0; partition < 2; partition++) {
                live = live.with(StreamType.ALARM, partition, offset + 1);
                delivery.live(messages.of(alarm(partition, offset), live));
                delivery.moveTo(live);
            }
        }
        delivery.heartbeat();

        Position last = ahead;
        for (String line :
                written().lines().filter(line -> line.startsWith("id: ")).toList()) {
            Position told = Position.decode(line.substring("id: ".length()));
            assertThat(told.reaches(last)).isTrue();
            last = told;
        }
        assertThat(last).isEqualTo(live);
    }

    @Test
    void writesTheSameBytesForAllWhoAreWhereTheFeedIs() throws Exception {
        Position live = START.with(StreamType.ALARM, 0, 1);
        Message message = messages.of(alarm(0, 0), live);
        delivery(START).live(message);
        String first = written();
        out.reset();

        delivery(START).live(message);

        assertThat(written()).isEqualTo(first).startsWith("id: " + live.encode() + "\nevent: alarm\ndata: {");
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE})
    void bringsWhateverTimeADeviceReports(long time) throws Exception {
        Instant instant = Instant.ofEpochMilli(time);
        Report event = new Report(
                StreamType.ALARM, 0, 0, "d", 6, Event.of("d", instant, 6, "w\n\"", "\u2028\uFFFF", null, null));
        DeviceStatus status = DeviceStatus.newBuilder()
                .setDeviceId("d\r\n\n")
                .setEventCode(6)
                .setEventTime(instant)
                .setAlarmCode(6)
                .setAlarmTime(instant)
                .setLatitude(Double.NaN)
                .setLongitude(Double.POSITIVE_INFINITY)
                .build();

        delivery(START).missed(event);
        delivery(START).missed(new Report(StreamType.DEVICE, 0, 0, "d", 6, status));

        assertThat(written().lines().filter(line -> !line.isEmpty())).hasSize(6);
    }

    private Delivery delivery(Position start) {
        LiveMetrics metrics = new LiveMetrics(new SimpleMeterRegistry(), Clock.systemUTC());
        return new Delivery(new SseWriter(out, Duration.ofMinutes(1)), messages, metrics, start);
    }

    private static Report alarm(int partition, long offset) {
        int code = (int) offset + 100;
        return new Report(
                StreamType.ALARM,
                partition,
                offset,
                "d",
                code,
                Event.of("d", Instant.EPOCH, code, null, null, null, null));
    }

    private String written() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
