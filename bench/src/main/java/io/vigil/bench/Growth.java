package io.vigil.bench;

import java.time.Duration;

/** Watches the number of what a contestant has written grow. */
final class Growth {

    private final String contestant;
    private final long all;
    private final Duration patience;
    private long seen;
    private long grownAt = System.nanoTime();

    /**
     * Watches from now on.
     *
     * @param all that it has to write
     * @param patience how long the number may stay the same
     */
    Growth(String contestant, long all, Duration patience) {
        this.contestant = contestant;
        this.all = all;
        this.patience = patience;
    }

    /**
     * Takes the number as it is now.
     *
     * @param now of {@link System#nanoTime()}
     * @return whether it has grown
     */
    boolean grew(long number, long now) {
        if (number <= seen) {
            return false;
        }
        seen = number;
        grownAt = now;
        return true;
    }

    /** Whether it has not grown for that long. */
    boolean rested(Duration time, long now) {
        return now - grownAt > time.toNanos();
    }

    /** Whether it has not grown for longer than anybody waits. */
    boolean stalled(long now) {
        return rested(patience, now);
    }

    /** That a contestant will never have written all. */
    BenchException lost(long written) {
        return new BenchException(contestant + " wrote " + written + " of " + all + " records, and no more for "
                + ReportFiles.format("%.0f", patience.toMillis() / 1e3) + " s");
    }
}
