package io.vigil.dynamo;

import static io.vigil.dynamo.TestSink.item;
import static io.vigil.dynamo.TestSink.putUntilWritten;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.internals.PluginMetricsImpl;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the worker shows of a task. */
class MetricsIT {

    @RegisterExtension
    final TestSink sink = new TestSink();

    private final Metrics worker = new Metrics();

    @AfterEach
    void close() {
        worker.close();
    }

    @Test
    void accountsForEachRecord() {
        DynamoDbSinkTask task = start(Map.of("behavior.on.null.values", "ignore"));
        List<SinkRecord> records = new ArrayList<>(sink.records(50));
        records.add(sink.record(item("d7", "t", "later")));
        records.add(sink.record(item("", "t", "x")));
        records.add(sink.record(null));

        putUntilWritten(task, records);

        assertThat(metric("records-written-total")).isEqualTo(50.0);
        assertThat(metric("records-superseded-total")).isOne();
        assertThat(metric("records-rejected-total")).isOne();
        assertThat(metric("records-ignored-total")).isOne();
        assertThat(metric("request-latency-ms-max")).isNotNegative();
    }

    @Test
    void measuresTheTimeFromTheRecordToTheItem() {
        DynamoDbSinkTask task = start(Map.of());
        long anHourAgo = System.currentTimeMillis() - 3_600_000;

        putUntilWritten(task, List.of(sink.record(null, item("d", "t", "x"), anHourAgo)));

        assertThat(metric("record-lag-ms-max")).isBetween(3_600_000.0, 3_700_000.0);
    }

    @Test
    void countsWhatWasLeftUnprocessedAndSentAgain() {
        DynamoDbSinkTask task = start(Map.of());
        sink.proxy().leaveUnprocessed(0.5);

        putUntilWritten(task, sink.records(100));

        assertThat(metric("records-written-total")).isEqualTo(100.0);
        assertThat(metric("unprocessed-items-total")).isPositive();
        assertThat(metric("items-retried-total")).isPositive();
    }

    @Test
    void countsWhatIsOlderThanTheTablesItem() {
        DynamoDbSinkTask task =
                start(Map.of("write.mode", "conditional", "kafka.attributes", "topic,partition,offset"));
        List<SinkRecord> records = sink.records(3);
        putUntilWritten(task, records);

        putUntilWritten(task, records);

        assertThat(metric("records-written-total")).isEqualTo(3.0);
        assertThat(metric("records-skipped-total")).isEqualTo(3.0);
    }

    @Test
    void writesBesideATaskThatDoesNotEndAndCountsBehindIt() throws Exception {
        PluginMetricsImpl abandoned = new PluginMetricsImpl(worker, new LinkedHashMap<>());
        start(abandoned, Map.of());

        DynamoDbSinkTask task = start(Map.of());
        putUntilWritten(task, sink.records(3));
        assertThat(metric("records-written-total")).isZero();
        abandoned.close();
        putUntilWritten(task, sink.records(3));

        assertThat(metric("records-written-total")).isEqualTo(6.0);
    }

    private DynamoDbSinkTask start(Map<String, String> options) {
        return start(new PluginMetricsImpl(worker, new LinkedHashMap<>()), options);
    }

    private DynamoDbSinkTask start(PluginMetricsImpl metrics, Map<String, String> options) {
        return sink.start(new TaskContext(true, metrics), options);
    }

    private double metric(String name) {
        return worker.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals(name))
                .map(Map.Entry::getValue)
                .map(metric -> (double) metric.metricValue())
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not among "
                        + worker.metrics().keySet().stream()
                                .map(MetricName::name)
                                .toList()));
    }
}
