package io.vigil.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Records of ten fields, some 280 bytes as JSON, each with a key of its own. The n-th is the same for everybody. */
final class SampleRecords {

    static final int DEVICES = 5_000;
    static final String PARTITION_KEY = "Device_id";
    static final String SORT_KEY = "EventTime";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private SampleRecords() {}

    static String deviceId(int number) {
        return "device-%06d".formatted(number % DEVICES);
    }

    static byte[] json(int number) {
        return json(fields(number));
    }

    /** The n-th with one more field. */
    static byte[] json(int number, String name, long value) {
        Map<String, Object> fields = fields(number);
        fields.put(name, value);
        return json(fields);
    }

    private static byte[] json(Map<String, Object> fields) {
        try {
            return JSON.writeValueAsBytes(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts and numbers are JSON", e);
        }
    }

    static Map<String, AttributeValue> item(int number) {
        Map<String, AttributeValue> item = new HashMap<>();
        fields(number)
                .forEach((name, value) -> item.put(
                        name,
                        value instanceof String text
                                ? AttributeValue.fromS(text)
                                : AttributeValue.fromN(value.toString())));
        return item;
    }

    private static Map<String, Object> fields(int number) {
        Instant time = BEGIN.plusMillis(number * 7L);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(PARTITION_KEY, deviceId(number));
        fields.put(SORT_KEY, time + "#" + number % 8);
        fields.put("Event", number % 8);
        fields.put("Worker_id", "worker-%06d".formatted(number % DEVICES));
        fields.put("Worker_name", "Worker Number " + number % DEVICES);
        fields.put("Latitude", 59 + number % 10_000 / 10_000.0);
        fields.put("Longitude", 18 + number % 9_999 / 10_000.0);
        fields.put("EventTimestamp", time.toEpochMilli());
        fields.put("Battery", number % 101);
        fields.put("Firmware", "4.11.2-release+20260101.stable");
        return fields;
    }
}
