package io.vigil.dynamo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** What a worker gives a task, as far as this one uses it. */
final class TaskContext implements SinkTaskContext {

    private final Map<SinkRecord, Throwable> reported = new LinkedHashMap<>();
    private final List<Long> timeouts = new ArrayList<>();
    private final boolean hasReporter;

    private final Optional<PluginMetrics> metrics;

    /** A worker without metrics for plugins, as those before Kafka 4.1 are. */
    TaskContext(boolean hasReporter) {
        this(hasReporter, Optional.empty());
    }

    TaskContext(boolean hasReporter, PluginMetrics metrics) {
        this(hasReporter, Optional.of(metrics));
    }

    private TaskContext(boolean hasReporter, Optional<PluginMetrics> metrics) {
        this.hasReporter = hasReporter;
        this.metrics = metrics;
    }

    Map<SinkRecord, Throwable> reported() {
        return reported;
    }

    /** The times after which the task asked for its records again, in milliseconds. */
    List<Long> timeouts() {
        return timeouts;
    }

    @Override
    public ErrantRecordReporter errantRecordReporter() {
        return hasReporter
                ? (record, reason) -> {
                    reported.put(record, reason);
                    return CompletableFuture.completedFuture(null);
                }
                : null;
    }

    @Override
    public Set<TopicPartition> assignment() {
        // As the worker has it at the start of a task: nothing is assigned yet.
        return Set.of();
    }

    @Override
    public void timeout(long milliseconds) {
        timeouts.add(milliseconds);
    }

    @Override
    public Map<String, String> configs() {
        return Map.of();
    }

    @Override
    public void offset(Map<TopicPartition, Long> offsets) {}

    @Override
    public void offset(TopicPartition partition, long offset) {}

    @Override
    public void pause(TopicPartition... partitions) {}

    @Override
    public void resume(TopicPartition... partitions) {}

    @Override
    public void requestCommit() {}

    @Override
    public PluginMetrics pluginMetrics() {
        return metrics.orElseThrow(() -> new NoSuchMethodError("an older worker"));
    }
}
