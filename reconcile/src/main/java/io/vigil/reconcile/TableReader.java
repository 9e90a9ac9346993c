package io.vigil.reconcile;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/** Reads tables, consistently: whole ones, in segments side by side, and single items. */
final class TableReader {

    /** How many items one request can ask for (AWS documentation, "BatchGetItem"). */
    static final int BATCH = 100;

    /** The longest partition key, in bytes (AWS documentation, "Service, account, and table quotas"). */
    private static final int MAX_PARTITION_KEY_BYTES = 2048;

    private static final int SEGMENTS = 4;
    private static final int MAX_TRIES = 10;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final int PROGRESS_EVERY = 1_000_000;

    private final DynamoDbClient client;
    private final String where;
    private final Tables tables;
    private final Consumer<String> progress;

    /**
     * A reader.
     *
     * @param where what DynamoDB is called in messages
     * @param progress is told how far it is, from time to time
     */
    TableReader(DynamoDbClient client, String where, Tables tables, Consumer<String> progress) {
        this.client = client;
        this.where = where;
        this.tables = tables;
        this.progress = progress;
    }

    /**
     * Makes sure that the tables are there, with the keys that they should have.
     *
     * @throws CannotCompareException if not
     */
    void check() {
        List<String> keys = List.of(tables.partitionKey(), tables.sortKey());
        for (String table : tables.names()) {
            List<String> actual =
                    ask(table, () -> client.describeTable(request -> request.tableName(table)))
                            .table()
                            .keySchema()
                            .stream()
                            .map(KeySchemaElement::attributeName)
                            .toList();
            if (!actual.equals(keys)) {
                throw new CannotCompareException("The key of table " + table + " is " + String.join(", ", actual)
                        + " and not " + String.join(", ", keys) + ": set --partition-key and --sort-key");
            }
        }
    }

    /**
     * Reads a whole table.
     *
     * @param consumer is given each item's key and {@link ItemContent}; from several threads
     * @return how many items there were
     * @throws CannotCompareException if that is not possible
     */
    long scan(String table, BiConsumer<ItemKey, byte[]> consumer) {
        ExecutorService executor = Executors.newFixedThreadPool(SEGMENTS, task -> new Thread(task, "reconcile-scan"));
        AtomicLong count = new AtomicLong();
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
                        .forEach(item -> {
                            consumer.accept(keyOf(table, item), ItemContent.of(item));
                            if (count.incrementAndGet() % PROGRESS_EVERY == 0) {
                                progress.accept("reading table " + table + ", " + count + " items so far");
                            }
                        })));
            }
            for (Future<?> segment : segments) {
                ask(table, () -> done(segment));
            }
            return count.get();
        } finally {
            executor.shutdownNow();
        }
    }

    /**
     * Reads single items of one table.
     *
     * @param keys up to {@link #BATCH}
     * @return {@link ItemContent} of those that are there
     * @throws CannotCompareException if that is not possible
     */
    Map<ItemKey, byte[]> get(String table, Collection<ItemKey> keys) {
        Map<ItemKey, byte[]> found = new HashMap<>();
        List<Map<String, AttributeValue>> wanted = keys.stream()
                .filter(TableReader::canBeKey)
                .map(this::attributesOf)
                .toList();
        Duration pause = FIRST_PAUSE;
        for (int tries = 0; !wanted.isEmpty(); tries++) {
            if (tries == MAX_TRIES) {
                throw new CannotCompareException(
                        "DynamoDB " + where + " leaves reads of table " + table + " unprocessed after " + MAX_TRIES
                                + " tries: give the table more read capacity, or try later");
            }
            if (tries > 0) {
                pause(pause);
                pause = pause.multipliedBy(2);
            }
            KeysAndAttributes request = KeysAndAttributes.builder()
                    .keys(wanted)
                    .consistentRead(true)
                    .build();
            BatchGetItemResponse response =
                    ask(table, () -> client.batchGetItem(batch -> batch.requestItems(Map.of(table, request))));
            response.responses()
                    .getOrDefault(table, List.of())
                    .forEach(item -> found.put(keyOf(table, item), ItemContent.of(item)));
            wanted = response.unprocessedKeys().containsKey(table)
                    ? response.unprocessedKeys().get(table).keys()
                    : List.of();
        }
        return found;
    }

    /** No item has another key, and one such would fail the request for all others. */
    private static boolean canBeKey(ItemKey key) {
        int length = key.deviceId().getBytes(StandardCharsets.UTF_8).length;
        return length > 0 && length <= MAX_PARTITION_KEY_BYTES;
    }

    private Map<String, AttributeValue> attributesOf(ItemKey key) {
        return Map.of(
                tables.partitionKey(), AttributeValue.fromS(key.deviceId()),
                tables.sortKey(), AttributeValue.fromS(key.sortKey()));
    }

    private ItemKey keyOf(String table, Map<String, AttributeValue> item) {
        return new ItemKey(
                table,
                item.get(tables.partitionKey()).s(),
                item.get(tables.sortKey()).s());
    }

    /** Says in the words of this command what went wrong. */
    private <T> T ask(String table, Supplier<T> question) {
        try {
            return question.get();
        } catch (ResourceNotFoundException e) {
            throw new CannotCompareException(
                    "DynamoDB " + where + " has no table " + table
                            + ": the sink makes it with auto.create=true, or --events-table and --alarms-table name another",
                    e);
        } catch (SdkClientException e) {
            throw new CannotCompareException(
                    "DynamoDB " + where + " does not answer for table " + table + ": " + e.getMessage()
                            + ". Is it running, and are --dynamodb-endpoint and --region right?",
                    e);
        } catch (SdkException e) {
            throw new CannotCompareException(
                    "DynamoDB " + where + " does not let table " + table + " be read: " + e.getMessage(), e);
        }
    }

    private static Void done(Future<?> segment) {
        try {
            segment.get();
            return null;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static void pause(Duration duration) {
        try {
            TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static CannotCompareException interrupted() {
        Thread.currentThread().interrupt();
        return new CannotCompareException("Interrupted while reading a table");
    }
}
