package io.vigil.spark;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.jdk.javaapi.CollectionConverters;

/** Says how far the job is, from the heartbeats of the executors. A task that is tried again counts once. */
final class Progress extends SparkListener {

    private static final long PERIOD_NANOS = Duration.ofSeconds(5).toNanos();

    private final PrintWriter log;
    private final RowCounts counts;
    private final Map<Long, Long> running = new HashMap<>();
    private final long began = System.nanoTime();
    private long ended;
    private long nextLine = began + PERIOD_NANOS;

    Progress(PrintWriter log, RowCounts counts) {
        this.log = log;
        this.counts = counts;
    }

    @Override
    public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
        CollectionConverters.asJava(update.accumUpdates())
                .forEach(task -> running.put((Long) task._1(), rows(CollectionConverters.asJava(task._4()))));
        show();
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
        running.remove(end.taskInfo().taskId());
        if (end.taskInfo().successful()) {
            ended += rows(CollectionConverters.asJava(end.taskInfo().accumulables()));
        }
        show();
    }

    private long rows(Collection<AccumulableInfo> values) {
        return values.stream()
                .filter(value -> counts.countsRows(value.id()) && value.update().isDefined())
                .mapToLong(value -> (Long) value.update().get())
                .sum();
    }

    private void show() {
        long now = System.nanoTime();
        if (now < nextLine) {
            return;
        }
        nextLine = now + PERIOD_NANOS;
        long rows = ended + running.values().stream().mapToLong(Long::longValue).sum();
        log.printf("replay: %d rows, %.0f/s%n", rows, rows / ((now - began) / 1e9));
        log.flush();
    }
}
