package io.vigil.dynamo;

import io.vigil.stack.dynamodb.FaultProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Tasks against a table of their own in DynamoDB Local, through a proxy that can make it behave badly. */
final class TestSink implements BeforeEachCallback, AfterEachCallback {

    private static final AtomicInteger TABLES = new AtomicInteger();

    private final String table = "table" + TABLES.incrementAndGet();
    private final TaskContext context = new TaskContext(true);
    private final List<DynamoDbSinkTask> tasks = new ArrayList<>();
    private DynamoDb dynamoDb;
    private FaultProxy proxy;
    private long offset;

    @Override
    public void beforeEach(ExtensionContext test) throws Exception {
        dynamoDb = test.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(DynamoDb.class, type -> DynamoDb.start(), DynamoDb.class);
        proxy = new FaultProxy(dynamoDb.local().endpoint());
    }

    @Override
    public void afterEach(ExtensionContext test) {
        tasks.forEach(DynamoDbSinkTask::stop);
        proxy.close();
    }

    String table() {
        return table;
    }

    TaskContext context() {
        return context;
    }

    FaultProxy proxy() {
        return proxy;
    }

    DynamoDbClient client() {
        return dynamoDb.client();
    }

    DynamoDbSinkTask start() {
        return start(Map.of());
    }

    DynamoDbSinkTask start(Map<String, String> options) {
        return start(context, options);
    }

    /** A task that has its partition; it ends with the test. */
    DynamoDbSinkTask start(TaskContext of, Map<String, String> options) {
        return startWith(of, properties(options));
    }

    /** A task whose settings lack some; it ends with the test. */
    DynamoDbSinkTask startWithout(String... options) {
        Map<String, String> properties = properties(Map.of());
        List.of(options).forEach(properties::remove);
        return startWith(context, properties);
    }

    private DynamoDbSinkTask startWith(TaskContext of, Map<String, String> properties) {
        DynamoDbSinkTask task = new DynamoDbSinkTask();
        tasks.add(task);
        task.initialize(of);
        task.start(properties);
        task.open(List.of(new TopicPartition("alarms", 0)));
        return task;
    }

    Map<String, String> properties(Map<String, String> options) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "aws.region",
                "eu-north-1",
                "aws.endpoint",
                proxy.endpoint().toString(),
                "aws.access.key.id",
                "test",
                "aws.secret.access.key",
                "test",
                "topic.to.table.map",
                "alarms:" + table,
                "auto.create",
                "true",
                "retry.backoff.ms",
                "1"));
        // Far from what this machine takes, also under load.
        properties.put("request.timeout.ms", "20000");
        properties.putAll(options);
        return properties;
    }

    /** As the worker does: hands the same records in again for as long as it is told to, with a bound. */
    static void putUntilWritten(DynamoDbSinkTask task, Collection<SinkRecord> records) {
        for (int i = 0; i < 20; i++) {
            try {
                task.put(records);
                return;
            } catch (RetriableException e) {
                // Again.
            }
        }
        throw new AssertionError("not written after 20 tries");
    }

    /** Records of as many items, {@code d0}, {@code d1} and so on. */
    List<SinkRecord> records(int count) {
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(record(item("d" + i, "t", "x")));
        }
        return records;
    }

    static Map<String, Object> item(String device, String time, Object value) {
        return Map.of("Device_id", device, "EventTime", time, "Value", value);
    }

    SinkRecord record(Object value) {
        return record(null, value);
    }

    SinkRecord record(Object key, Object value) {
        return new SinkRecord("alarms", 0, null, key, null, value, offset++);
    }

    /** A record of a time, in milliseconds since 1970-01-01 UTC. */
    SinkRecord record(Object key, Object value, long timestamp) {
        return new SinkRecord("alarms", 0, null, key, null, value, offset++, timestamp, TimestampType.CREATE_TIME);
    }

    /** The table's items, by {@code device|time}. */
    Map<String, Map<String, AttributeValue>> items() {
        return items(table).stream()
                .collect(Collectors.toMap(
                        item -> item.get("Device_id").s()
                                + '|'
                                + item.get("EventTime").s(),
                        item -> item));
    }

    List<Map<String, AttributeValue>> items(String of) {
        return client().scanPaginator(request -> request.tableName(of).consistentRead(true)).items().stream()
                .toList();
    }

    /** One for all tests, as it takes seconds to start. */
    private record DynamoDb(DynamoDbLocal local, DynamoDbClient client, Path data) implements AutoCloseable {

        static DynamoDb start() {
            try {
                Path data = Files.createTempDirectory("dynamodb-local");
                DynamoDbLocal local = DynamoDbLocal.start(data);
                return new DynamoDb(local, local.client(), data);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            client.close();
            local.close();
            try (Stream<Path> files = Files.walk(data)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
