package io.vigil.reconcile;

import io.vigil.events.DeviceEvent;
import io.vigil.schemas.EventCode;
import io.vigil.schemas.EventTable;
import io.vigil.schemas.EventValidation;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What an item says besides its key, as a digest: two are equal if and only if the items say the same. Attributes that
 * are none of an event's do not count. An alarm's place in the index of recent alarms does: where it is missing or
 * wrong, a control room does not see the alarm.
 */
final class ItemContent {

    private static final List<String> TEXTS =
            List.of(EventTable.WORKER_ID, EventTable.WORKER_NAME, EventTable.ALARM_SHARD);
    private static final List<String> NUMBERS =
            List.of(EventTable.EVENT, EventTable.LATITUDE, EventTable.LONGITUDE, EventTable.EVENT_TIMESTAMP);

    private ItemContent() {}

    /** Of an item as it should be. */
    static byte[] of(DeviceEvent event) {
        Map<String, String> values = new TreeMap<>();
        long time = event.getEventTime().toEpochMilli();
        values.put(EventTable.EVENT, number(Integer.toString(event.getEventCode())));
        values.put(EventTable.EVENT_TIMESTAMP, number(Long.toString(time)));
        if (EventCode.isAlarm(event.getEventCode())) {
            values.put(EventTable.ALARM_SHARD, text(EventTable.alarmShard(event.getDeviceId(), time)));
        }
        if (event.getWorkerId() != null) {
            values.put(EventTable.WORKER_ID, text(event.getWorkerId()));
        }
        if (event.getWorkerName() != null) {
            values.put(EventTable.WORKER_NAME, text(event.getWorkerName()));
        }
        Double latitude = event.getLatitude();
        Double longitude = event.getLongitude();
        if (latitude != null && longitude != null && EventValidation.isPosition(latitude, longitude)) {
            values.put(EventTable.LATITUDE, number(latitude.toString()));
            values.put(EventTable.LONGITUDE, number(longitude.toString()));
        }
        return digest(values);
    }

    /** Of an item as it is. An attribute of another type than the table's contract says makes it another item. */
    static byte[] of(Map<String, AttributeValue> item) {
        Map<String, String> values = new TreeMap<>();
        for (String name : TEXTS) {
            AttributeValue value = item.get(name);
            if (value != null) {
                values.put(name, value.s() == null ? value.toString() : text(value.s()));
            }
        }
        for (String name : NUMBERS) {
            AttributeValue value = item.get(name);
            if (value != null) {
                values.put(name, value.n() == null ? value.toString() : number(value.n()));
            }
        }
        return digest(values);
    }

    private static String text(String value) {
        return "S " + value;
    }

    /** DynamoDB writes a number in its own way: 18.0686 for 18.06860. */
    private static String number(String value) {
        return "N " + new BigDecimal(value).stripTrailingZeros().toPlainString();
    }

    private static byte[] digest(Map<String, String> values) {
        byte[][] parts = new byte[values.size() * 2][];
        int i = 0;
        for (Map.Entry<String, String> value : values.entrySet()) {
            parts[i++] = value.getKey().getBytes(StandardCharsets.UTF_8);
            parts[i++] = value.getValue().getBytes(StandardCharsets.UTF_8);
        }
        return Digest.of(parts);
    }
}
