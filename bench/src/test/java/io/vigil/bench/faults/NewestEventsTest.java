package io.vigil.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigil.events.DeviceEvent;
import io.vigil.events.DeviceStatus;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class NewestEventsTest {

    private static final int CHECK_IN = 2;
    private static final int FALL = 3;
    private static final int SOS = 6;

    private final NewestEvents events = new NewestEvents();

    @Test
    void keepsAnAlarmAndAPositionThatALaterEventDoesNotHave() {
        add(FALL, 1, 47.5);
        add(CHECK_IN, 2, null);

        DeviceStatus status = events.status("d");

        assertThat(status.getEventCode()).isEqualTo(CHECK_IN);
        assertThat(status.getEventTime()).isEqualTo(Instant.ofEpochSecond(2));
        assertThat(status.getLatitude()).isEqualTo(47.5);
        assertThat(status.getPositionTime()).isEqualTo(Instant.ofEpochSecond(1));
        assertThat(status.getAlarmCode()).isEqualTo(FALL);
        assertThat(status.getAlarmTime()).isEqualTo(Instant.ofEpochSecond(1));
    }

    @Test
    void hasNothingOfWhatIsOlder() {
        add(SOS, 2, 2.0);
        add(FALL, 1, 1.0);

        assertThat(events.status("d").getEventCode()).isEqualTo(SOS);
        assertThat(events.status("d").getAlarmCode()).isEqualTo(SOS);
        assertThat(events.status("d").getLatitude()).isEqualTo(2);
    }

    @Test
    void takesAnAlarmForNewerThanARoutineEventOfItsTime() {
        add(FALL, 1, 1.0);
        add(CHECK_IN, 1, 2.0);

        assertThat(events.status("d").getEventCode()).isEqualTo(FALL);
        assertThat(events.status("d").getLatitude()).isEqualTo(2);
    }

    @Test
    void saysNothingOfAnAlarmOrAPlaceWhereNoneWas() {
        add(CHECK_IN, 1, null);

        assertThat(events.status("d").getAlarmCode()).isNull();
        assertThat(events.status("d").getAlarmTime()).isNull();
        assertThat(events.status("d").getPositionTime()).isNull();
    }

    private void add(int code, int second, Double latitude) {
        DeviceEvent event = DeviceEvent.newBuilder()
                .setEventCode(code)
                .setDeviceId("d")
                .setEventTime(Instant.ofEpochSecond(second))
                .setLatitude(latitude)
                .setLongitude(latitude)
                .build();
        events.add(event, latitude != null);
    }
}
