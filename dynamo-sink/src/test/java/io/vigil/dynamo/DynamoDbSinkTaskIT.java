package io.vigil.dynamo;

import static io.vigil.dynamo.TestSink.item;
import static io.vigil.dynamo.TestSink.putUntilWritten;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The task against DynamoDB Local. */
class DynamoDbSinkTaskIT {

    @RegisterExtension
    final TestSink sink = new TestSink();

    private DynamoDbSinkTask task;

    @BeforeEach
    void start() {
        task = sink.start(Map.of());
    }

    @Test
    void writesTheLaterOfTwoRecordsWithOneKey() {
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < 1800; i++) {
            records.add(sink.record(item("d" + i, "t", "first")));
            if (i % 9 == 0) {
                records.add(sink.record(item("d" + i, "t", "later")));
            }
        }

        putUntilWritten(task, records);

        assertThat(sink.items())
                .hasSize(1800)
                .allSatisfy((key, item) -> assertThat(item.get("Value").s())
                        .isEqualTo(Integer.parseInt(key.substring(1, key.indexOf('|'))) % 9 == 0 ? "later" : "first"));
        assertThat(sink.proxy().items()).isEqualTo(1800);
    }

    @Test
    void saysWhenAnItemExpires() {
        DynamoDbSinkTask expiring = sink.start(Map.of("ttl.days", "30", "ttl.source", "value.Value"));

        expiring.put(List.of(sink.record(item("d", "t", 1_591_695_360_999L))));

        assertThat(sink.items().get("d|t")).containsEntry("ExpiresAt", AttributeValue.fromN("1594287360"));
    }

    @Test
    void keepsTheNewestOfHotKeysThoughRequestsOvertakeEachOther() {
        sink.proxy().answerWithin(Duration.ofMillis(40));
        DynamoDbSinkTask small = sink.start(Map.of("batch.size", "5", "max.in.flight.requests", "8"));
        int keys = 200;
        int updates = 20_000;
        int inOnePut = 500;

        for (int from = 0; from < updates; from += inOnePut) {
            List<SinkRecord> records = new ArrayList<>();
            for (int update = from; update < from + inOnePut; update++) {
                records.add(sink.record(item("d" + update % keys, "t", update)));
            }
            putUntilWritten(small, records);
        }

        assertThat(sink.items()).hasSize(keys).allSatisfy((key, item) -> {
            int device = Integer.parseInt(key.substring(1, key.indexOf('|')));
            assertThat(item.get("Value").n()).isEqualTo(Integer.toString(updates - keys + device));
        });
    }

    @Test
    void keepsKeysApartThatOnlyLookAlike() {
        task.put(List.of(
                sink.record(item("a$", "b", "1")),
                sink.record(item("a", "$b", "2")),
                sink.record(item("a", "b", "3")),
                sink.record(item("b", "a", "4"))));

        assertThat(sink.items()).hasSize(4);
    }

    @Test
    void keepsTheNumberApartFromTheTextThatLooksLikeIt() {
        String numbers = "numbers" + sink.table();
        createTableWithNumbers(numbers);
        DynamoDbSinkTask both =
                sink.start(Map.of("topic.to.table.map", "alarms:" + sink.table() + ",numbers:" + numbers));
        both.open(List.of(new TopicPartition("numbers", 0)));

        both.put(List.of(
                new SinkRecord("numbers", 0, null, null, null, Map.of("Device_id", "d", "EventTime", 1), 0),
                sink.record(item("d", "1", "x"))));

        assertThat(sink.items(numbers))
                .extracting(item -> item.get("EventTime"))
                .containsExactly(AttributeValue.fromN("1"));
        assertThat(sink.items()).containsOnlyKeys("d|1");
        assertThat(sink.context().reported()).isEmpty();
    }

    @Test
    void reportsAKeyOfAnotherTypeThanTheTablesBeforeItCostsABatch() {
        SinkRecord number = sink.record(Map.of("Device_id", "d", "EventTime", 1));

        task.put(List.of(number, sink.record(item("d", "1", "x"))));

        assertThat(sink.items()).containsOnlyKeys("d|1");
        assertThat(sink.context().reported())
                .containsOnlyKeys(number)
                .hasEntrySatisfying(
                        number,
                        reason -> assertThat(reason)
                                .hasMessage("Key attribute EventTime of table " + sink.table()
                                        + " is of type S, and the record's is of type N"));
        assertThat(sink.proxy().items()).isOne();
    }

    @Test
    void failsRatherThanReportsWhatBySchemaHasAKeyOfAnotherTypeThanTheTables() {
        Schema schema = SchemaBuilder.struct()
                .field("Device_id", Schema.STRING_SCHEMA)
                .field("EventTime", Schema.INT64_SCHEMA)
                .build();
        Struct value = new Struct(schema).put("Device_id", "d").put("EventTime", 1L);

        assertThatThrownBy(() -> task.put(List.of(new SinkRecord("alarms", 0, null, null, schema, value, 0))))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("is of type S, and the record's is of type N by its schema");
        assertThat(sink.context().reported()).isEmpty();
    }

    @Test
    void findsTheOneOfABatchThatDynamoDbRefuses() {
        SinkRecord bad = sink.record(Map.of("Device_id", "d", "EventTime", "t", "", "an attribute without a name"));
        List<SinkRecord> records = new ArrayList<>(sink.records(24));
        records.add(12, bad);

        task.put(records);

        assertThat(sink.context().reported()).containsOnlyKeys(bad);
        assertThat(sink.items()).hasSize(24);
    }

    @Test
    void reportsJustTheRecordsThatCanNeverBeWritten() {
        List<SinkRecord> records = new ArrayList<>(sink.records(494));
        List<SinkRecord> bad = List.of(
                sink.record(Map.of("EventTime", "t")),
                sink.record(item("", "t", "x")),
                sink.record(item("d", "t", "x".repeat(401 * 1024))),
                sink.record(Map.of("Device_id", "d", "EventTime", "t", "Value", Double.NaN)),
                sink.record(
                        Map.of("Device_id", "d", "EventTime", "t", "Value", new java.math.BigDecimal("1".repeat(39)))),
                sink.record(Map.of("Device_id", new java.math.BigDecimal("1E+2000000000"), "EventTime", "t")),
                sink.record("no item"));
        for (int i = 0; i < bad.size(); i++) {
            records.add(i * 80, bad.get(i));
        }

        task.put(records);

        assertThat(sink.context().reported().keySet()).containsExactlyElementsOf(bad);
        assertThat(sink.items()).hasSize(494);
    }

    @Test
    void failsOnARecordThatCanNeverBeWrittenWhenThereIsNobodyToTell() {
        DynamoDbSinkTask alone = sink.start(new TaskContext(false), Map.of());

        assertThatThrownBy(() -> alone.put(List.of(sink.record(item("", "t", "x")))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("alarms-0@");
    }

    @Test
    void failsOnAMalformedRecordWhenItIsToldTo() {
        DynamoDbSinkTask strict = sink.start(Map.of("behavior.on.malformed.records", "fail"));

        assertThatThrownBy(() -> strict.put(List.of(sink.record(item("", "t", "x")))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("behavior.on.malformed.records");
        assertThat(sink.context().reported()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"ignore, false, false", "report, true, false", "fail, false, true"})
    void treatsARecordWithoutAValueAsItIsToldTo(String behavior, boolean reports, boolean fails) {
        DynamoDbSinkTask told = sink.start(Map.of(
                "behavior.on.null.values", behavior, "behavior.on.malformed.records", fails ? "report" : "fail"));
        SinkRecord empty = sink.record(null);

        Throwable failure = catchThrowable(() -> told.put(List.of(empty)));

        assertThat(failure != null).isEqualTo(fails);
        assertThat(sink.context().reported().containsKey(empty)).isEqualTo(reports);
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

        task.put(List.of(sink.record(value)));

        assertThat(sink.items().get("d|t"))
                .doesNotContainKey("Latitude")
                .containsEntry("Event", AttributeValue.fromN("3"))
                .containsEntry("Small", AttributeValue.fromN("0.1"));
    }

    @Test
    void namesTheTableThatIsNotThereAndTheKeyThatIsAnother() {
        assertThatThrownBy(() -> sink.start(Map.of("auto.create", "false", "topic.to.table.map", "alarms:absent")))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("absent");
        assertThatThrownBy(() -> sink.start(Map.of("key.sort.attribute", "sk")))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining(sink.table())
                .hasMessageContaining("key.sort.attribute");
    }

    @Test
    @DisabledIfEnvironmentVariable(
            named = "AWS_ACCESS_KEY_ID",
            matches = ".+",
            disabledReason = "The SDK finds these credentials.")
    void saysThatThereAreNoCredentials() {
        System.setProperty("aws.sharedCredentialsFile", "no-such-file");
        System.setProperty("aws.disableEc2Metadata", "true");
        try {
            assertThatThrownBy(() -> sink.startWithout("aws.access.key.id", "aws.secret.access.key"))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("Cannot look at table " + sink.table())
                    .hasMessageContaining("Unable to load credentials");
        } finally {
            System.clearProperty("aws.sharedCredentialsFile");
            System.clearProperty("aws.disableEc2Metadata");
        }
    }

    private void createTableWithNumbers(String name) {
        sink.client()
                .createTable(table -> table.tableName(name)
                        .keySchema(key("Device_id", KeyType.HASH), key("EventTime", KeyType.RANGE))
                        .attributeDefinitions(
                                attribute("Device_id", ScalarAttributeType.S),
                                attribute("EventTime", ScalarAttributeType.N))
                        .billingMode(BillingMode.PAY_PER_REQUEST));
        sink.client().waiter().waitUntilTableExists(table -> table.tableName(name));
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(type)
                .build();
    }
}
