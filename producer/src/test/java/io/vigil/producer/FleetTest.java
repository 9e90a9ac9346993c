package io.vigil.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigil.events.DeviceEvent;
import io.vigil.schemas.EventCode;
import io.vigil.schemas.EventTable;
import io.vigil.schemas.EventValidation;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FleetTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void repeatsItselfForASeedAndForNoOther() {
        assertThat(events(7)).isEqualTo(events(7)).isNotEqualTo(events(8));
    }

    @Test
    void reportsValidEventsButForClocksThatWereReset() {
        List<DeviceEvent> events = events(1);
        List<DeviceEvent> reset = events.stream()
                .filter(event -> event.getEventTime().isBefore(Instant.parse("1971-01-01T00:00:00Z")))
                .toList();

        assertThat(reset).hasSizeBetween(50, 200);
        assertThat(events).filteredOn(event -> !reset.contains(event)).allSatisfy(event -> {
            EventValidation.check(
                    event.getDeviceId().length(), event.getEventTime().toEpochMilli(), START.toEpochMilli());
            if (event.getLatitude() != null) {
                assertThat(EventValidation.isPosition(event.getLatitude(), event.getLongitude()))
                        .isTrue();
            }
        });
    }

    @Test
    void hasAlarmsOfEachKindRepeatsLateEventsAndLostPositions() {
        List<DeviceEvent> events = events(1);
        Set<String> keys = new HashSet<>();
        long repeats = events.stream()
                .filter(event -> !keys.add(event.getDeviceId()
                        + EventTable.sortKey(event.getEventTime().toEpochMilli(), event.getEventCode())))
                .count();

        assertThat(events.stream()
                        .map(DeviceEvent::getEventCode)
                        .filter(EventCode::isAlarm)
                        .distinct())
                .hasSize(6);
        assertThat(repeats).isPositive();
        assertThat(events).anyMatch(event -> event.getLatitude() == null);
        assertThat(events.stream().filter(event -> EventCode.isAlarm(event.getEventCode())))
                .hasSizeBetween(500, 1500);
    }

    private static List<DeviceEvent> events(long seed) {
        Fleet fleet = new Fleet(200, 1_000, seed, START);
        return Stream.generate(fleet::next).limit(50_000).toList();
    }
}
