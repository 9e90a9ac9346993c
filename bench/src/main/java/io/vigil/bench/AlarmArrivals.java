package io.vigil.bench;

import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Looks for the alarms of a {@link SteadyLoad} at one place, in a thread of its own, and keeps how long each took from
 * when it was due.
 */
abstract class AlarmArrivals implements AutoCloseable {

    /** Of the histogram: microseconds with an error of a thousandth. */
    private static final int DIGITS = 3;

    private final String place;
    private final SteadyLoad load;
    private final int firstMeasured;
    private final Histogram micros = new Histogram(DIGITS);
    private final BitSet seen = new BitSet();
    private final ExecutorService executor;
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    /** The first that is not seen; also read by who waits for it. */
    private volatile int next;

    private volatile boolean closed;

    /**
     * Arrivals; nothing is looked for yet.
     *
     * @param firstMeasured the number of the first event whose time counts
     */
    AlarmArrivals(String place, SteadyLoad load, int firstMeasured) {
        this.place = place;
        this.load = load;
        this.firstMeasured = firstMeasured;
        this.executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "arrivals-" + place));
    }

    /** Looks once, for as long as a tenth of a second; tells {@link #arrived(int)} of each alarm. */
    abstract void look();

    final SteadyLoad load() {
        return load;
    }

    /** Looks until all alarms have come that are before an event. */
    final CompletableFuture<Void> lookFor(int last) {
        return CompletableFuture.runAsync(
                () -> {
                    while (!closed && SteadyLoad.alarm(nextAlarm()) < last) {
                        look();
                    }
                },
                executor);
    }

    /** Completed when the first alarm has come. */
    final CompletableFuture<Void> first() {
        return first;
    }

    /** Which alarm is the first that has not come, counted from 0. */
    final int nextAlarm() {
        return next;
    }

    /** The event whose alarm is the first that has not come, and where; empty if none is missing before an event. */
    final Optional<String> missing(int last) {
        int event = SteadyLoad.alarm(next);
        return event < last ? Optional.of("event " + event + " in the " + place) : Optional.empty();
    }

    /** Takes down that the alarm is there that is the n-th event; it may be there for longer. */
    final void arrived(int number) {
        int alarm = number / SteadyLoad.EVENTS_PER_ALARM;
        if (seen.get(alarm)) {
            return;
        }
        seen.set(alarm);
        next = seen.nextClearBit(next);
        first.complete(null);
        if (number >= firstMeasured) {
            micros.recordValue(TimeUnit.NANOSECONDS.toMicros(Math.max(0, System.nanoTime() - load.dueNanos(number))));
        }
    }

    /** What was seen, once it is complete. */
    final Quantiles quantiles() {
        return Quantiles.ofMicros(micros);
    }

    @Override
    public void close() {
        closed = true;
        executor.shutdown();
        try {
            if (!executor.awaitTermination(10, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
