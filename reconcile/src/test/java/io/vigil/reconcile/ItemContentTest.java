package io.vigil.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigil.schemas.Events;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ItemContentTest {

    private static final Map<String, AttributeValue> ITEM = Map.of(
            "Device_id", AttributeValue.fromS("device-1"),
            "EventTime", AttributeValue.fromS("2020-06-09T09:36:00.000Z#6"),
            "Event", AttributeValue.fromN("6"),
            "EventTimestamp", AttributeValue.fromN("1591695360000"),
            "Worker_id", AttributeValue.fromS("w-17"),
            "Worker_name", AttributeValue.fromS("Ada Łovelace"),
            "Latitude", AttributeValue.fromN("59.3293"),
            "Longitude", AttributeValue.fromN("18.06860"),
            "AlarmShard", AttributeValue.fromS("2020-06-09#09"));

    @Test
    void isTheSameOfAnEventAndOfItsItem() {
        assertThat(ItemContent.of(ITEM)).isEqualTo(ItemContent.of(Events.sos().build()));
    }

    @Test
    void differsWithEachAttribute() {
        for (String name : ITEM.keySet()) {
            if (name.equals("Device_id") || name.equals("EventTime")) {
                continue;
            }
            Map<String, AttributeValue> without = new HashMap<>(ITEM);
            without.remove(name);

            assertThat(ItemContent.of(without)).as(name).isNotEqualTo(ItemContent.of(ITEM));
        }
    }

    @Test
    void wantsNoPlaceAmongTheAlarmsForARoutineEvent() {
        Map<String, AttributeValue> item = new HashMap<>(ITEM);
        item.put("Event", AttributeValue.fromN("2"));
        byte[] checkIn = ItemContent.of(Events.sos().setEventCode(2).build());

        assertThat(ItemContent.of(item)).isNotEqualTo(checkIn);
        item.remove("AlarmShard");
        assertThat(ItemContent.of(item)).isEqualTo(checkIn);
    }

    @Test
    void expectsNoPositionWhereTheEventsIsNone() {
        Map<String, AttributeValue> item = new HashMap<>(ITEM);
        item.remove("Latitude");
        item.remove("Longitude");

        assertThat(ItemContent.of(Events.sos().setLatitude(Double.NaN).build())).isEqualTo(ItemContent.of(item));
    }
}
