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
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Both tables as the sink has them, in DynamoDB Local. */
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

    /** Makes them, empty. */
    public void create() {
        client.createTable(request -> request.tableName(EventTable.EVENTS)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(text(EventTable.DEVICE_ID), text(EventTable.EVENT_TIME))
                .keySchema(keys(EventTable.DEVICE_ID)));
        client.createTable(request -> request.tableName(EventTable.ALARMS)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                        text(EventTable.DEVICE_ID), text(EventTable.EVENT_TIME), text(EventTable.ALARM_SHARD))
                .keySchema(keys(EventTable.DEVICE_ID))
                .globalSecondaryIndexes(GlobalSecondaryIndex.builder()
                        .indexName(EventTable.RECENT_ALARMS_INDEX)
                        .keySchema(keys(EventTable.ALARM_SHARD))
                        .projection(projection -> projection.projectionType(ProjectionType.ALL))
                        .build()));
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

    private static AttributeDefinition text(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static List<KeySchemaElement> keys(String partition) {
        return List.of(
                KeySchemaElement.builder()
                        .attributeName(partition)
                        .keyType(KeyType.HASH)
                        .build(),
                KeySchemaElement.builder()
                        .attributeName(EventTable.EVENT_TIME)
                        .keyType(KeyType.RANGE)
                        .build());
    }
}
