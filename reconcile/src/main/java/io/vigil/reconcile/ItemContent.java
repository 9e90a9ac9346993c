package io.vigil.reconcile;

import io.vigil.events.DeviceEvent;
import io.vigil.schemas.EventTable;
import io.vigil.schemas.EventValidation;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What an item says besides its key, as a digest: two are equal if and only if the items say the same. */
final class ItemContent {

    private static final List<String> TEXTS = List.of(EventTable.WORKER_ID, EventTable.WORKER_NAME);
    private static final List<String> NUMBERS =
            List.of(EventTable.EVENT, EventTable.LATITUDE, EventTable.LONGITUDE, EventTable.EVENT_TIMESTAMP);

    private ItemContent() {}

    /** Of an item as it should be. */
    static byte[] of(DeviceEvent event) {
        Map<String, String> values = new TreeMap<>();
        values.put(EventTable.EVENT, number(Integer.toString(event.getEventCode())));
        values.put(
                EventTable.EVENT_TIMESTAMP,
                number(Long.toString(event.getEventTime().toEpochMilli())));
        if (event.getWorkerId() != null) {
            values.put(EventTable.WORKER_ID, event.getWorkerId());
        }
        if (event.getWorkerName() != null) {
            values.put(EventTable.WORKER_NAME, event.getWorkerName());
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
            if (item.containsKey(name)) {
                values.put(name, String.valueOf(item.get(name).s()));
            }
        }
        for (String name : NUMBERS) {
            if (item.containsKey(name)) {
                String n = item.get(name).n();
                values.put(name, n == null ? item.get(name).toString() : number(n));
            }
        }
        return digest(values);
    }

    private static String number(String text) {
        return new BigDecimal(text).stripTrailingZeros().toPlainString();
    }

    private static byte[] digest(Map<String, String> values) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            values.forEach((name, value) ->
                    digest.update((name + '=' + value.length() + ':' + value).getBytes(StandardCharsets.UTF_8)));
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
