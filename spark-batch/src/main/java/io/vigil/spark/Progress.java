package io.vigil.spark;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.util.LongAccumulator;
import scala.jdk.javaapi.CollectionConverters;

/** Says how far the job is, from the heartbeats of the executors. A task that is tried again counts once. */
final class Progress extends SparkListener {

    private static final long PERIOD_NANOS = Duration.ofSeconds(5).toNanos();

    private final PrintWriter log;
    private final LongAccumulator rowsRead;
    private final Map<Long, Long> running = new HashMap<>();
    private final long began = System.nanoTime();
    private long ended;
    private long nextLine = began + PERIOD_NANOS;

    Progress(PrintWriter log, LongAccumulator rowsRead) {
        this.log = log;
        this.rowsRead = rowsRead;
    }

    @Override
    public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
        CollectionConverters.asJava(update.accumUpdates())
                .forEach(task -> CollectionConverters.asJava(task._4()).stream()
                        .filter(this::isRowsRead)
                        .forEach(rows -> running.put((Long) task._1(), value(rows))));
        show();
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
        running.remove(end.taskInfo().taskId());
        if (end.taskInfo().successful()) {
            ended += CollectionConverters.asJava(end.taskInfo().accumulables()).stream()
                    .filter(this::isRowsRead)
                    .mapToLong(Progress::value)
                    .sum();
        }
        show();
    }

    private boolean isRowsRead(AccumulableInfo info) {
        return info.id() == rowsRead.id();
    }

    private static long value(AccumulableInfo info) {
        return info.update().isDefined() ? (Long) info.update().get() : 0;
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
