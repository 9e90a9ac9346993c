package io.vigil.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigil.events.DeviceEvent;
import io.vigil.events.DeviceStatus;
import io.vigil.schemas.Events;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class StatusMergeTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Property(tries = 2_000)
    void givesTheSameStatusInWhateverOrderEventsArrive(@ForAll long seed) {
        Random random = new Random(seed);
        List<DeviceEvent> events = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            events.add(event(random.nextInt(6), 1 + random.nextInt(8), random.nextBoolean()));
        }
        DeviceStatus inOrder = merge(events);

        Collections.shuffle(events, random);

        assertThat(merge(events)).isEqualTo(inOrder);
        assertThat(merge(twice(events))).isEqualTo(inOrder);
        events.forEach(event -> assertThat(StatusMerge.merge(inOrder, event)).isSameAs(inOrder));
    }

    /** An event whose content follows from its time and code, as two signals of one device at one time are one. */
    private static DeviceEvent event(int second, int code, boolean withPosition) {
        boolean located = withPosition && second % 2 == 0;
        return Events.checkIn()
                .setEventTime(START.plusSeconds(second))
                .setEventCode(code)
                .setWorkerId("w-" + second + '-' + code)
                .setLatitude(located ? (double) second : null)
                .setLongitude(located ? (double) second : null)
                .build();
    }

    private static List<DeviceEvent> twice(List<DeviceEvent> events) {
        List<DeviceEvent> all = new ArrayList<>(events);
        all.addAll(events);
        return all;
    }

    private static DeviceStatus merge(List<DeviceEvent> events) {
        DeviceStatus status = null;
        for (DeviceEvent event : events) {
            status = StatusMerge.merge(status, event);
        }
        return status;
    }
}
