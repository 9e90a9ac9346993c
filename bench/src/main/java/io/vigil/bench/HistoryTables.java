package io.vigil.bench;

import io.vigil.events.DeviceEvent;
import io.vigil.schemas.EventTable;
import io.vigil.schemas.csv.CsvColumns;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Tables of events in DynamoDB Local: {@link SampleRows} as the sink writes them, in the order in which they happen. */
final class HistoryTables implements AutoCloseable {

    private static final int BATCH_SIZE = 25;
    private static final int IN_FLIGHT = 8;

    /** DynamoDB Local writes one batch at a time. */
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final DynamoDbAsyncClient client;

    HistoryTables(String endpoint) {
        client = BenchClient.of(URI.create(endpoint))
                .overrideConfiguration(override -> override.apiCallTimeout(TIMEOUT))
                .build();
    }

    static String name(int items) {
        return "growth-" + items;
    }

    /** How many have items in a table. */
    static int devices(int items) {
        return items / GrowthSetup.itemsOfDevice(items);
    }

    /**
     * Makes a table and fills it.
     *
     * @throws BenchException when DynamoDB Local does not take all
     */
    void fill(int items) throws InterruptedException {
        create(name(items));
        Semaphore free = new Semaphore(IN_FLIGHT);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        CsvColumns columns = SampleRows.columns();
        for (int from = 0; from < items && failure.get() == null; from += BATCH_SIZE) {
            Map<String, List<WriteRequest>> batch =
                    Map.of(name(items), batch(columns, from, Math.min(from + BATCH_SIZE, items), devices(items)));
            take(free, 1);
            client.batchWriteItem(request -> request.requestItems(batch))
                    .thenAccept(HistoryTables::requireAll)
                    .whenComplete((done, failed) -> {
                        failure.compareAndSet(null, failed);
                        free.release();
                    });
        }
        take(free, IN_FLIGHT);
        if (failure.get() != null) {
            throw new BenchException("cannot fill the table " + name(items) + ": " + failure.get(), failure.get());
        }
    }

    private void create(String name) {
        try {
            client.createTable(request -> request.tableName(name)
                            .keySchema(
                                    key(EventTable.DEVICE_ID, KeyType.HASH), key(EventTable.EVENT_TIME, KeyType.RANGE))
                            .attributeDefinitions(text(EventTable.DEVICE_ID), text(EventTable.EVENT_TIME))
                            .billingMode(BillingMode.PAY_PER_REQUEST))
                    .join();
        } catch (CompletionException e) {
            throw new BenchException("cannot make the table " + name + ": " + e.getCause(), e);
        }
    }

    /** Each request has a timeout of its own, so nobody waits for longer. */
    private static void take(Semaphore free, int permits) throws InterruptedException {
        if (!free.tryAcquire(permits, 2 * TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            throw new BenchException("DynamoDB Local does not answer");
        }
    }

    /** DynamoDB Local has no limit for which it would leave some. */
    private static void requireAll(BatchWriteItemResponse response) {
        if (!response.unprocessedItems().isEmpty()) {
            throw new BenchException("DynamoDB Local left some items");
        }
    }

    private static List<WriteRequest> batch(CsvColumns columns, int from, int to, int devices) {
        return IntStream.range(from, to)
                .mapToObj(number -> item(SampleRows.event(columns, number, devices)))
                .map(item ->
                        WriteRequest.builder().putRequest(put -> put.item(item)).build())
                .toList();
    }

    private static Map<String, AttributeValue> item(DeviceEvent event) {
        long time = event.getEventTime().toEpochMilli();
        return Map.of(
                EventTable.DEVICE_ID,
                AttributeValue.fromS(event.getDeviceId()),
                EventTable.EVENT_TIME,
                AttributeValue.fromS(EventTable.sortKey(time, event.getEventCode())),
                EventTable.EVENT,
                AttributeValue.fromN(Integer.toString(event.getEventCode())),
                EventTable.WORKER_ID,
                AttributeValue.fromS(event.getWorkerId()),
                EventTable.WORKER_NAME,
                AttributeValue.fromS(event.getWorkerName()),
                EventTable.LATITUDE,
                AttributeValue.fromN(event.getLatitude().toString()),
                EventTable.LONGITUDE,
                AttributeValue.fromN(event.getLongitude().toString()),
                EventTable.EVENT_TIMESTAMP,
                AttributeValue.fromN(Long.toString(time)));
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static AttributeDefinition text(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    @Override
    public void close() {
        client.close();
    }
}
