package io.vigil.dynamo;

import static io.vigil.dynamo.TestSink.item;
import static io.vigil.dynamo.TestSink.putUntilWritten;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Writes that an item in the table can turn away for being older. */
class ConditionalIT {

    private static final Map<String, String> BY_OFFSET =
            Map.of("write.mode", "conditional", "kafka.attributes", "topic,partition,offset");
    private static final Map<String, String> BY_TIMESTAMP =
            Map.of("write.mode", "conditional", "version.source", "timestamp", "behavior.on.null.values", "delete");
    private static final Map<String, String> BY_FIELD =
            Map.of("write.mode", "conditional", "version.source", "value.Value");

    @RegisterExtension
    final TestSink sink = new TestSink();

    @Test
    void changesNothingWhenOldOffsetsComeAgain() {
        DynamoDbSinkTask task = sink.start(BY_OFFSET);
        List<SinkRecord> old = sink.records(100);
        putUntilWritten(task, old);
        task.put(List.of(sink.record(item("d7", "t", "newer"))));
        Map<String, Map<String, AttributeValue>> before = sink.items();

        putUntilWritten(sink.start(BY_OFFSET), old);

        assertThat(sink.items()).isEqualTo(before);
        assertThat(before.get("d7|t"))
                .containsEntry("Value", AttributeValue.fromS("newer"))
                .containsEntry("topic", AttributeValue.fromS("alarms"))
                .containsEntry("partition", AttributeValue.fromN("0"))
                .containsEntry("offset", AttributeValue.fromN("100"));
        assertThat(sink.context().reported()).isEmpty();
    }

    @Test
    void writesAKeyThatHasMovedToAnotherPartitionWithLowerOffsets() {
        DynamoDbSinkTask task = sink.start(BY_OFFSET);
        sink.records(50);
        task.put(List.of(sink.record(item("d", "t", "old"))));

        task.put(List.of(new SinkRecord("alarms", 1, null, null, null, item("d", "t", "new"), 0)));

        assertThat(sink.items().get("d|t").get("Value").s()).isEqualTo("new");
    }

    @Test
    void tellsTheNewerByTheTimestampAlsoWithinOnePut() {
        DynamoDbSinkTask task = sink.start(BY_TIMESTAMP);

        task.put(List.of(
                sink.record(null, item("d", "t", "new"), 2_000), sink.record(null, item("d", "t", "old"), 1_000)));
        task.put(List.of(sink.record(null, item("d", "t", "old"), 1_999)));

        assertThat(sink.items().get("d|t"))
                .containsEntry("Value", AttributeValue.fromS("new"))
                .containsEntry("Version", AttributeValue.fromN("2000"));
    }

    @Test
    void letsTheLaterOfTwoOfOneTimeWin() {
        DynamoDbSinkTask task = sink.start(BY_TIMESTAMP);
        task.put(List.of(sink.record(null, item("d", "t", "first"), 1_000)));

        task.put(List.of(sink.record(null, item("d", "t", "later"), 1_000)));

        assertThat(sink.items().get("d|t").get("Value").s()).isEqualTo("later");
    }

    @Test
    void deletesOnlyWhatIsOlder() {
        DynamoDbSinkTask task = sink.start(BY_TIMESTAMP);
        task.put(List.of(
                sink.record(null, item("d1", "t", "x"), 1_000), sink.record(null, item("d2", "t", "x"), 2_000)));

        task.put(List.of(
                sink.record(Map.of("Device_id", "d1", "EventTime", "t"), null, 1_500),
                sink.record(Map.of("Device_id", "d2", "EventTime", "t"), null, 1_500)));

        assertThat(sink.items()).containsOnlyKeys("d2|t");
    }

    @Test
    void tellsTheNewerByAField() {
        DynamoDbSinkTask task = sink.start(BY_FIELD);
        task.put(List.of(sink.record(item("d", "t", 10L))));

        task.put(List.of(sink.record(item("d", "t", 9L))));

        assertThat(sink.items().get("d|t").get("Value").n()).isEqualTo("10");
    }

    @Test
    void takesAnItemWithoutAVersionForOlder() {
        sink.start().put(sink.records(1));

        sink.start(BY_OFFSET).put(List.of(sink.record(item("d0", "t", "new"))));

        assertThat(sink.items().get("d0|t").get("Value").s()).isEqualTo("new");
    }

    @Test
    void reportsARecordWithoutAVersion() {
        SinkRecord bad = sink.record(Map.of("Device_id", "d", "EventTime", "t"));
        SinkRecord noNumber = sink.record(item("d", "t", "text"));

        sink.start(BY_FIELD).put(List.of(bad, noNumber));

        assertThat(sink.context().reported()).containsOnlyKeys(bad, noNumber);
    }

    @Test
    void reportsJustTheItemThatDynamoDbRefuses() {
        SinkRecord bad = sink.record(Map.of("Device_id", "d", "EventTime", "t", "", "an attribute without a name"));
        List<SinkRecord> good = sink.records(10);

        DynamoDbSinkTask task = sink.start(BY_OFFSET);
        task.put(good);
        task.put(List.of(bad));

        assertThat(sink.context().reported()).containsOnlyKeys(bad);
        assertThat(sink.items()).hasSize(10);
    }

    @Test
    void triesAgainWhatIsThrottledOrFails() {
        DynamoDbSinkTask task = sink.start(BY_OFFSET);
        List<SinkRecord> records = sink.records(50);
        sink.proxy().throttle(1);

        assertThatThrownBy(() -> task.put(records)).isInstanceOf(RetriableException.class);
        sink.proxy().throttle(0);
        sink.proxy().failAfterWriting(3);
        putUntilWritten(task, records);

        assertThat(sink.items()).hasSize(50);
    }

    @Test
    void needsAPlaceForTheOffset() {
        assertThatThrownBy(() -> sink.start(Map.of("write.mode", "conditional")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("kafka.attributes");
    }
}
