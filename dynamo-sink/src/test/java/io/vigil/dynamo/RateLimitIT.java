package io.vigil.dynamo;

import static io.vigil.dynamo.TestSink.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A task that may use up so many write units in a second. */
class RateLimitIT {

    @RegisterExtension
    final TestSink sink = new TestSink();

    @ParameterizedTest
    @ValueSource(strings = {"batch", "conditional"})
    void givesTheRecordsBackWhenTheUnitsAreUsedUp(String mode) {
        DynamoDbSinkTask task = sink.start(limitedTo(25, mode));
        List<SinkRecord> records = recordsOfUnits(3, 25);

        assertThatThrownBy(() -> task.put(records))
                .isInstanceOf(RetriableException.class)
                .hasMessageContaining("write.units.per.second");
        assertThat(sink.items()).hasSizeBetween(1, 2);
        assertThat(sink.context().timeouts())
                .singleElement()
                .satisfies(wait -> assertThat(wait).isBetween(1L, 1_000L));

        Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
            task.put(records);
            return true;
        });
        assertThat(sink.items()).hasSize(3);
        assertThat(sink.proxy().items()).isEqualTo(3);
    }

    @Test
    void countsAWriteThatIsSkipped() {
        DynamoDbSinkTask task = sink.start(limitedTo(1000, "conditional"));
        List<SinkRecord> records = recordsOfUnits(1, 300);
        task.put(records);
        DynamoDbSinkTask late = sink.start(limitedTo(1, "conditional"));

        late.put(records);

        assertThatThrownBy(() -> late.put(sink.records(1))).isInstanceOf(RetriableException.class);
        assertThat(sink.context().timeouts())
                .last()
                .satisfies(wait -> assertThat(wait).isGreaterThan(2_000L));
    }

    private static Map<String, String> limitedTo(int units, String mode) {
        return Map.of(
                "write.units.per.second", Integer.toString(units),
                "write.mode", mode,
                "kafka.attributes", "topic,partition,offset",
                "batch.size", "1",
                "max.in.flight.requests", "1");
    }

    private List<SinkRecord> recordsOfUnits(int count, int units) {
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(sink.record(item("d" + i, "t", "x".repeat(units * 1024 - 512))));
        }
        return records;
    }
}
