package io.vigil.dynamo;

import static io.vigil.dynamo.TestSink.item;
import static io.vigil.dynamo.TestSink.putUntilWritten;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Records without a value, where they delete items. */
class DeleteIT {

    @RegisterExtension
    final TestSink sink = new TestSink();

    private DynamoDbSinkTask task;

    @BeforeEach
    void start() {
        task = sink.start(Map.of("behavior.on.null.values", "delete"));
    }

    @Test
    void deletesTheItemThatTheKeyOfARecordWithoutAValueNames() {
        Schema schema = SchemaBuilder.struct()
                .field("Device_id", Schema.STRING_SCHEMA)
                .field("EventTime", Schema.STRING_SCHEMA)
                .build();
        task.put(sink.records(3));

        task.put(List.of(
                sink.record(new Struct(schema).put("Device_id", "d0").put("EventTime", "t"), null),
                sink.record(Map.of("Device_id", "d1", "EventTime", "t", "Value", "no part of the key"), null),
                sink.record(Map.of("Device_id", "d-unknown", "EventTime", "t"), null)));

        assertThat(sink.items()).containsOnlyKeys("d2|t");
        assertThat(sink.context().reported()).isEmpty();
    }

    @Test
    void leavesTheItemAsTheLastOfAPutAndADeleteSays() {

        task.put(List.of(
                sink.record(item("put-delete", "t", "x")),
                sink.record(Map.of("Device_id", "put-delete", "EventTime", "t"), null),
                sink.record(Map.of("Device_id", "delete-put", "EventTime", "t"), null),
                sink.record(item("delete-put", "t", "x"))));

        assertThat(sink.items()).containsOnlyKeys("delete-put|t");
    }

    @Test
    void sendsAgainTheDeletesThatWereLeftUnprocessed() {
        task.put(sink.records(200));
        List<SinkRecord> deletes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            deletes.add(sink.record(Map.of("Device_id", "d" + i, "EventTime", "t"), null));
        }
        sink.proxy().leaveUnprocessed(0.3);

        putUntilWritten(task, deletes);

        assertThat(sink.items()).isEmpty();
    }

    @Test
    void reportsADeleteThatDoesNotNameAnItem() {
        List<SinkRecord> bad = List.of(
                sink.record(null, null),
                sink.record("d", null),
                sink.record(Map.of("Device_id", "d"), null),
                sink.record(List.of(), null));

        task.put(bad);

        assertThat(sink.context().reported().keySet()).containsExactlyElementsOf(bad);
    }

    @Test
    void deletesByAPlainKeyFromATableWithoutASortKey() {
        DynamoDbSinkTask deleting = sink.start(Map.of(
                "behavior.on.null.values",
                "delete",
                "key.sort.field",
                "",
                "topic.to.table.map",
                "alarms:plain" + sink.table()));
        deleting.put(sink.records(2));

        deleting.put(List.of(sink.record("d1", null)));

        assertThat(sink.items("plain" + sink.table()))
                .extracting(item -> item.get("Device_id").s())
                .containsExactly("d0");
    }
}
