package io.vigil.api.history;

import io.vigil.schemas.EventTable;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Writes into the tables of a local stack. */
public final class Tables implements AutoCloseable {

    private static final int BATCH = 25;

    private final DynamoDbClient client;

    /** At this endpoint. */
    public Tables(String endpoint) {
        client = DynamoDbClient.builder()
                .endpointOverride(URI.create(endpoint))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .build();
    }

    /** An item as the sink writes it, without a worker and a position. */
    public static Map<String, AttributeValue> item(String deviceId, Instant time, int code) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put(EventTable.DEVICE_ID, AttributeValue.fromS(deviceId));
        item.put(EventTable.EVENT_TIME, AttributeValue.fromS(EventTable.sortKey(time.toEpochMilli(), code)));
        item.put(EventTable.EVENT, AttributeValue.fromN(Integer.toString(code)));
        item.put(EventTable.EVENT_TIMESTAMP, AttributeValue.fromN(Long.toString(time.toEpochMilli())));
        return item;
    }

    /** An alarm as the sink writes it. */
    public static Map<String, AttributeValue> alarm(String deviceId, Instant time, int code) {
        Map<String, AttributeValue> item = item(deviceId, time, code);
        item.put(EventTable.ALARM_SHARD, AttributeValue.fromS(EventTable.alarmShard(deviceId, time.toEpochMilli())));
        return item;
    }

    /** Writes one. */
    public void put(String table, Map<String, AttributeValue> item) {
        client.putItem(request -> request.tableName(table).item(item));
    }

    /** Writes many. */
    public void putAll(String table, Stream<Map<String, AttributeValue>> items) {
        List<WriteRequest> writes = new ArrayList<>(items.map(item ->
                        WriteRequest.builder().putRequest(put -> put.item(item)).build())
                .toList());
        while (!writes.isEmpty()) {
            List<WriteRequest> batch = writes.subList(0, Math.min(BATCH, writes.size()));
            BatchWriteItemResponse response =
                    client.batchWriteItem(request -> request.requestItems(Map.of(table, List.copyOf(batch))));
            batch.clear();
            writes.addAll(response.unprocessedItems().getOrDefault(table, List.of()));
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
