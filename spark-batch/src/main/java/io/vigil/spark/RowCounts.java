package io.vigil.spark;

import io.vigil.schemas.RejectionReason;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * Counts in the tasks what becomes of the rows. Spark takes the counts of each partition once, from the task that was the
 * first to end well: the tasks are the job's last stage, with nothing behind them. An {@code Observation} would do the
 * same, but never ends with Spark's Kafka sink (docs/decisions/0006).
 */
final class RowCounts implements Serializable {

    private static final long serialVersionUID = 1;

    private final LongAccumulator events;
    private final LongAccumulator alarms;
    private final LongAccumulator positionsRemoved;
    private final Map<RejectionReason, LongAccumulator> rejected = new LinkedHashMap<>();

    RowCounts(SparkContext spark) {
        events = spark.longAccumulator("events");
        alarms = spark.longAccumulator("alarms");
        positionsRemoved = spark.longAccumulator("positions removed");
        for (RejectionReason reason : RejectionReason.values()) {
            rejected.put(reason, spark.longAccumulator(reason.label()));
        }
    }

    void event(boolean isAlarm, boolean isPositionRemoved) {
        (isAlarm ? alarms : events).add(1);
        if (isPositionRemoved) {
            positionsRemoved.add(1);
        }
    }

    void rejected(RejectionReason reason) {
        rejected.get(reason).add(1);
    }

    /** Whether an accumulator counts rows, each row in just one. */
    boolean countsRows(long id) {
        return events.id() == id
                || alarms.id() == id
                || rejected.values().stream().anyMatch(reason -> reason.id() == id);
    }

    /** The counts, once the job has ended. */
    Report report(int files, double seconds, boolean isWritten) {
        Map<String, Long> byReason = new TreeMap<>();
        rejected.forEach((reason, count) -> {
            if (count.value() > 0) {
                byReason.put(reason.label(), count.value());
            }
        });
        return new Report(
                files, events.value(), alarms.value(), byReason, positionsRemoved.value(), seconds, isWritten);
    }
}
