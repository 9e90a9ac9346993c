package io.vigil.dynamo;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Queue;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.Avg;
import org.apache.kafka.common.metrics.stats.CumulativeSum;
import org.apache.kafka.common.metrics.stats.Max;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a task counts: records handed in = written + deleted + superseded + skipped + rejected + ignored; alert when that
 * does not hold, and when any is rejected. Published through the worker (KIP-877), which removes them with the task.
 * A worker before Kafka 4.1 has no such way: there they are counted, and nobody sees them.
 */
final class SinkMetrics implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SinkMetrics.class);
    private static final String GROUP = "dynamodb-sink";

    private final Metrics metrics = new Metrics();
    private final Sensor written = total("records-written", "Records that are items now");
    private final Sensor deleted = total("records-deleted", "Records without a value that have deleted their item");
    private final Sensor superseded =
            total("records-superseded", "Records that a later one of their key made needless");
    private final Sensor skipped = total("records-skipped", "Records older than the table's item");
    private final Sensor rejected = total("records-rejected", "Records that can never be items");
    private final Sensor ignored = total("records-ignored", "Records without a value that are let pass");
    private final Sensor unprocessed = total("unprocessed-items", "Items that DynamoDB has left out of a batch");
    private final Sensor retried = total("items-retried", "Items that were sent again");
    private final Sensor throttled = total("requests-throttled", "Requests that DynamoDB refused for being too many");
    private final Sensor requests = averageAndMax("request-latency-ms", "Time of a request in milliseconds");
    private final Sensor lag =
            averageAndMax("record-lag-ms", "Time from a record's timestamp until it is written, in milliseconds");

    private final Optional<PluginMetrics> worker;
    private final Queue<KafkaMetric> unpublished = new ArrayDeque<>();
    private boolean postponed;

    private SinkMetrics(Optional<PluginMetrics> worker) {
        this.worker = worker;
        metrics.metrics().values().stream()
                .filter(metric -> metric.metricName().group().equals(GROUP))
                .forEach(unpublished::add);
    }

    /** Metrics of a task, to be closed with it. */
    static SinkMetrics publishedBy(SinkTaskContext context) {
        SinkMetrics metrics = new SinkMetrics(pluginMetrics(context));
        metrics.publish();
        return metrics;
    }

    private static Optional<PluginMetrics> pluginMetrics(SinkTaskContext context) {
        try {
            return Optional.of(context.pluginMetrics());
        } catch (NoSuchMethodError olderWorker) {
            LOG.info("action=start metrics=none reason=\"the worker is older than Kafka 4.1\"");
            return Optional.empty();
        }
    }

    /**
     * Publishes what is not published yet. A worker that has waited in vain for a task to stop, as it does when no broker
     * answers, starts the next one beside it; the names belong to the first until it ends. A task that is there for alarms
     * does not fail for that: it goes on, and tries again each time that it is called.
     */
    void publish() {
        // A reference to the method would load a class that older workers do not have.
        if (worker.isPresent()) {
            publish(worker.get());
        }
    }

    /** Items that have just been written or deleted. */
    void written(Collection<ItemWrite> writes) {
        long now = System.currentTimeMillis();
        int deletes = 0;
        for (ItemWrite write : writes) {
            deletes += write.isDelete() ? 1 : 0;
            Long timestamp = write.record().timestamp();
            if (timestamp != null) {
                lag.record(now - timestamp);
            }
        }
        deleted.record(deletes);
        written.record(writes.size() - deletes);
    }

    void superseded(int records) {
        superseded.record(records);
    }

    void skipped() {
        skipped.record();
    }

    void rejected(int records) {
        rejected.record(records);
    }

    void ignored(int records) {
        ignored.record(records);
    }

    void unprocessed(int items) {
        unprocessed.record(items);
    }

    void retried(int items) {
        retried.record(items);
    }

    void throttled() {
        throttled.record();
    }

    void requested(long millis) {
        requests.record(millis);
    }

    @Override
    public void close() {
        metrics.close();
    }

    private void publish(PluginMetrics worker) {
        try {
            for (KafkaMetric metric = unpublished.peek(); metric != null; metric = unpublished.peek()) {
                publish(worker, metric);
                unpublished.remove();
            }
        } catch (IllegalArgumentException taken) {
            if (!postponed) {
                LOG.warn("action=start metrics=later reason=\"{}\"", taken.getMessage());
            }
            postponed = true;
        }
    }

    private static void publish(PluginMetrics worker, KafkaMetric metric) {
        MetricName name = metric.metricName();
        worker.addMetric(worker.metricName(name.name(), name.description(), new LinkedHashMap<>()), (Gauge<Object>)
                (config, now) -> metric.metricValue());
    }

    private Sensor total(String name, String description) {
        Sensor sensor = metrics.sensor(name);
        sensor.add(metrics.metricName(name + "-total", GROUP, description), new CumulativeSum());
        return sensor;
    }

    private Sensor averageAndMax(String name, String description) {
        Sensor sensor = metrics.sensor(name);
        sensor.add(metrics.metricName(name + "-avg", GROUP, description + ", on average"), new Avg());
        sensor.add(metrics.metricName(name + "-max", GROUP, description + ", at most"), new Max());
        return sensor;
    }
}
