package io.vigil.reconcile;

import io.vigil.schemas.EventTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/** Reads whole tables, consistently, in segments side by side. */
final class TableScan {

    private static final int SEGMENTS = 4;

    private final DynamoDbClient client;

    TableScan(DynamoDbClient client) {
        this.client = client;
    }

    /**
     * Reads a table.
     *
     * @param consumer is given each item's key and {@link ItemContent}; from several threads
     * @throws DynamoDbException if the table is not there, or may not be read
     */
    void read(String table, BiConsumer<ItemKey, byte[]> consumer) {
        ExecutorService executor = Executors.newFixedThreadPool(SEGMENTS, task -> new Thread(task, "reconcile-scan"));
        try {
            List<Future<?>> segments = new ArrayList<>();
            for (int segment = 0; segment < SEGMENTS; segment++) {
                ScanRequest request = ScanRequest.builder()
                        .tableName(table)
                        .consistentRead(true)
                        .segment(segment)
                        .totalSegments(SEGMENTS)
                        .build();
                segments.add(executor.submit(() -> client.scanPaginator(request)
                        .items()
                        .forEach(item -> consumer.accept(keyOf(table, item), ItemContent.of(item)))));
            }
            for (Future<?> segment : segments) {
                segment.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while reading table " + table, e);
        } finally {
            executor.shutdownNow();
        }
    }

    private static ItemKey keyOf(String table, Map<String, AttributeValue> item) {
        return new ItemKey(
                table,
                item.get(EventTable.DEVICE_ID).s(),
                item.get(EventTable.EVENT_TIME).s());
    }
}
