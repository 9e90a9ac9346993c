package io.vigil.dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The task against DynamoDB Local, through a proxy that can make it behave badly. */
class DynamoDbSinkTaskIT {

    private static final AtomicInteger TABLES = new AtomicInteger();

    @TempDir
    private static Path data;

    private static DynamoDbLocal dynamoDb;
    private static DynamoDbClient client;

    private final String table = "table" + TABLES.incrementAndGet();
    private final TaskContext context = new TaskContext(true);
    private FaultProxy proxy;
    private DynamoDbSinkTask task;
    private long offset;

    @BeforeAll
    static void startDynamoDb() throws Exception {
        dynamoDb = DynamoDbLocal.start(data);
        client = dynamoDb.client();
    }

    @AfterAll
    static void stopDynamoDb() throws Exception {
        client.close();
        dynamoDb.close();
    }

    @BeforeEach
    void start() throws Exception {
        proxy = new FaultProxy(dynamoDb.endpoint());
        task = startedTask(context, Map.of());
    }

    @AfterEach
    void stop() {
        task.stop();
        proxy.close();
    }

    @Test
    void writesTheLaterOfTwoRecordsWithOneKey() {
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < 1800; i++) {
            records.add(record(item("d" + i, "t", "first")));
            if (i % 9 == 0) {
                records.add(record(item("d" + i, "t", "later")));
            }
        }

        task.put(records);

        assertThat(items())
                .hasSize(1800)
                .allSatisfy((key, item) -> assertThat(item.get("Value").s())
                        .isEqualTo(Integer.parseInt(key.substring(1, key.indexOf('|'))) % 9 == 0 ? "later" : "first"));
        assertThat(proxy.items()).isEqualTo(1800);
    }

    @Test
    void sendsAgainOnlyWhatWasLeftUnprocessed() {
        proxy.leaveUnprocessed(0.1);

        putUntilWritten(task, records(2000));

        assertThat(items()).hasSize(2000);
        assertThat(proxy.items()).isLessThan(2400);
    }

    @Test
    void givesTheRecordsBackWhileThrottledAndWritesThemLater() {
        List<SinkRecord> records = records(100);
        proxy.throttle(true);

        assertThatThrownBy(() -> task.put(records)).isInstanceOf(RetriableException.class);
        proxy.throttle(false);
        task.put(records);

        assertThat(items()).hasSize(100);
        assertThat(context.reported()).isEmpty();
    }

    @Test
    void endsTheSameWhenAnErrorComesAfterTheWrite() {
        proxy.failAfterWriting(3);

        putUntilWritten(task, records(100));

        assertThat(items()).hasSize(100);
    }

    @Test
    void keepsKeysApartThatOnlyLookAlike() {
        task.put(List.of(
                record(item("a$", "b", "1")),
                record(item("a", "$b", "2")),
                record(item("a", "b", "3")),
                record(item("b", "a", "4"))));

        assertThat(items()).hasSize(4);
    }

    @Test
    void reportsJustTheRecordsThatCanNeverBeWritten() {
        List<SinkRecord> records = new ArrayList<>(records(494));
        List<SinkRecord> bad = List.of(
                record(Map.of("EventTime", "t")),
                record(item("", "t", "x")),
                record(item("d", "t", "x".repeat(401 * 1024))),
                record(Map.of("Device_id", "d", "EventTime", "t", "Value", Double.NaN)),
                record(Map.of("Device_id", "d", "EventTime", "t", "Value", new java.math.BigDecimal("1".repeat(39)))),
                record("no item"));
        for (int i = 0; i < bad.size(); i++) {
            records.add(i * 80, bad.get(i));
        }

        task.put(records);

        assertThat(context.reported().keySet()).containsExactlyElementsOf(bad);
        assertThat(items()).hasSize(494);
    }

    @Test
    void failsOnARecordThatCanNeverBeWrittenWhenThereIsNobodyToTell() {
        DynamoDbSinkTask alone = startedTask(new TaskContext(false), Map.of());

        assertThatThrownBy(() -> alone.put(List.of(record(item("", "t", "x")))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("alarms-0@");
        alone.stop();
    }

    @Test
    void failsOnAMalformedRecordWhenItIsToldTo() {
        DynamoDbSinkTask strict = startedTask(context, Map.of("behavior.on.malformed.records", "fail"));

        assertThatThrownBy(() -> strict.put(List.of(record(item("", "t", "x")))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("behavior.on.malformed.records");
        assertThat(context.reported()).isEmpty();
        strict.stop();
    }

    @ParameterizedTest
    @CsvSource({"ignore, false, false", "report, true, false", "fail, false, true"})
    void treatsARecordWithoutAValueAsItIsToldTo(String behavior, boolean reports, boolean fails) {
        DynamoDbSinkTask told = startedTask(
                context,
                Map.of(
                        "behavior.on.null.values",
                        behavior,
                        "behavior.on.malformed.records",
                        fails ? "report" : "fail"));
        SinkRecord empty = record(null);

        Throwable failure = catchThrowable(() -> told.put(List.of(empty)));

        assertThat(failure != null).isEqualTo(fails);
        assertThat(context.reported().containsKey(empty)).isEqualTo(reports);
        told.stop();
    }

    @Test
    void writesAStructAndLeavesOutWhatIsNull() {
        Schema schema = SchemaBuilder.struct()
                .field("Device_id", Schema.STRING_SCHEMA)
                .field("EventTime", Schema.STRING_SCHEMA)
                .field("Latitude", Schema.OPTIONAL_FLOAT64_SCHEMA)
                .field("Event", Schema.INT32_SCHEMA)
                .field("Small", Schema.FLOAT32_SCHEMA)
                .build();
        Struct value = new Struct(schema)
                .put("Device_id", "d")
                .put("EventTime", "t")
                .put("Event", 3)
                .put("Small", 0.1f);

        task.put(List.of(record(value)));

        assertThat(items().get("d|t"))
                .doesNotContainKey("Latitude")
                .containsEntry("Event", AttributeValue.fromN("3"))
                .containsEntry("Small", AttributeValue.fromN("0.1"));
    }

    @Test
    void deletesTheItemThatTheKeyOfARecordWithoutAValueNames() {
        DynamoDbSinkTask deleting = startedTask(context, Map.of("behavior.on.null.values", "delete"));
        Schema schema = SchemaBuilder.struct()
                .field("Device_id", Schema.STRING_SCHEMA)
                .field("EventTime", Schema.STRING_SCHEMA)
                .build();
        deleting.put(records(3));

        deleting.put(List.of(
                record(new Struct(schema).put("Device_id", "d0").put("EventTime", "t"), null),
                record(Map.of("Device_id", "d1", "EventTime", "t", "Value", "no part of the key"), null),
                record(Map.of("Device_id", "d-unknown", "EventTime", "t"), null)));

        assertThat(items()).containsOnlyKeys("d2|t");
        assertThat(context.reported()).isEmpty();
        deleting.stop();
    }

    @Test
    void leavesTheItemAsTheLastOfAPutAndADeleteSays() {
        DynamoDbSinkTask deleting = startedTask(context, Map.of("behavior.on.null.values", "delete"));

        deleting.put(List.of(
                record(item("put-delete", "t", "x")),
                record(Map.of("Device_id", "put-delete", "EventTime", "t"), null),
                record(Map.of("Device_id", "delete-put", "EventTime", "t"), null),
                record(item("delete-put", "t", "x"))));

        assertThat(items()).containsOnlyKeys("delete-put|t");
        deleting.stop();
    }

    @Test
    void sendsAgainTheDeletesThatWereLeftUnprocessed() {
        DynamoDbSinkTask deleting = startedTask(context, Map.of("behavior.on.null.values", "delete"));
        deleting.put(records(200));
        List<SinkRecord> deletes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            deletes.add(record(Map.of("Device_id", "d" + i, "EventTime", "t"), null));
        }
        proxy.leaveUnprocessed(0.3);

        putUntilWritten(deleting, deletes);

        assertThat(items()).isEmpty();
        deleting.stop();
    }

    @Test
    void reportsADeleteThatDoesNotNameAnItem() {
        DynamoDbSinkTask deleting = startedTask(context, Map.of("behavior.on.null.values", "delete"));
        List<SinkRecord> bad = List.of(
                record(null, null), record("d", null), record(Map.of("Device_id", "d"), null), record(List.of(), null));

        deleting.put(bad);

        assertThat(context.reported().keySet()).containsExactlyElementsOf(bad);
        deleting.stop();
    }

    @Test
    void deletesByAPlainKeyFromATableWithoutASortKey() {
        DynamoDbSinkTask deleting = startedTask(
                context,
                Map.of(
                        "behavior.on.null.values",
                        "delete",
                        "key.sort.field",
                        "",
                        "topic.to.table.map",
                        "alarms:plain" + table));
        deleting.put(records(2));

        deleting.put(List.of(record("d1", null)));

        assertThat(items("plain" + table))
                .extracting(item -> item.get("Device_id").s())
                .containsExactly("d0");
        deleting.stop();
    }

    @Test
    void namesTheTableThatIsNotThereAndTheKeyThatIsAnother() {
        assertThatThrownBy(() ->
                        startedTask(context, Map.of("auto.create", "false", "topic.to.table.map", "alarms:absent")))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("absent");
        assertThatThrownBy(() -> startedTask(context, Map.of("key.sort.attribute", "sk")))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining(table)
                .hasMessageContaining("key.sort.attribute");
    }

    private DynamoDbSinkTask startedTask(TaskContext of, Map<String, String> options) {
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
        properties.putAll(options);
        DynamoDbSinkTask started = new DynamoDbSinkTask();
        started.initialize(of);
        try {
            started.start(properties);
            started.open(List.of(new TopicPartition("alarms", 0)));
        } catch (RuntimeException e) {
            started.stop();
            throw e;
        }
        return started;
    }

    /** As the worker does: hands the same records in again for as long as it is told to, here at most 20 times. */
    private static void putUntilWritten(DynamoDbSinkTask task, List<SinkRecord> records) {
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

    private List<SinkRecord> records(int count) {
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(record(item("d" + i, "t", "x")));
        }
        return records;
    }

    private static Map<String, Object> item(String device, String time, String value) {
        return Map.of("Device_id", device, "EventTime", time, "Value", value);
    }

    private SinkRecord record(Object value) {
        return record(null, value);
    }

    private SinkRecord record(Object key, Object value) {
        return new SinkRecord("alarms", 0, null, key, null, value, offset++);
    }

    private Map<String, Map<String, AttributeValue>> items() {
        return items(table).stream()
                .collect(Collectors.toMap(
                        item -> item.get("Device_id").s()
                                + '|'
                                + item.get("EventTime").s(),
                        item -> item));
    }

    private static List<Map<String, AttributeValue>> items(String table) {
        return client.scanPaginator(request -> request.tableName(table).consistentRead(true)).items().stream()
                .toList();
    }
}
