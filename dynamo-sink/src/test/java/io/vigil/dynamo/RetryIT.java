package io.vigil.dynamo;

import static io.vigil.dynamo.TestSink.putUntilWritten;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The task while DynamoDB does what it does under load. */
class RetryIT {

    @RegisterExtension
    final TestSink sink = new TestSink();

    private DynamoDbSinkTask task;

    @BeforeEach
    void start() {
        task = sink.start(Map.of());
    }

    @Test
    void sendsAgainOnlyWhatWasLeftUnprocessed() {
        sink.proxy().leaveUnprocessed(0.1);
        List<SinkRecord> records = sink.records(20_000);

        for (int from = 0; from < records.size(); from += 500) {
            putUntilWritten(task, records.subList(from, from + 500));
        }

        assertThat(sink.items()).hasSize(20_000);
        assertThat(sink.proxy().items())
                .isEqualTo(20_000 + sink.proxy().unprocessed())
                .isLessThan(24_000);
    }

    @Test
    void givesTheRecordsBackWhileThrottledAndWritesThemLater() {
        List<SinkRecord> records = sink.records(100);
        sink.proxy().throttle(1);

        assertThatThrownBy(() -> task.put(records)).isInstanceOf(RetriableException.class);
        sink.proxy().throttle(0);
        task.put(records);

        assertThat(sink.items()).hasSize(100);
        assertThat(sink.context().reported()).isEmpty();
    }

    @Test
    void endsTheSameWhenAnErrorComesAfterTheWrite() {
        sink.proxy().failAfterWriting(3);

        putUntilWritten(task, sink.records(100));

        assertThat(sink.items()).hasSize(100);
    }
}
