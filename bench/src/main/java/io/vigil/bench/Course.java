package io.vigil.bench;

import java.time.Duration;

/**
 * How a service got through its records.
 *
 * @param start of its process
 * @param begin the first mark behind the warm-up; {@code start} if less than half of the rest was left then
 * @param end the mark at which all were there
 */
record Course(Mark start, Mark begin, Mark end) {

    private static final long LOOK_EVERY_MILLIS = 100;

    /** As long as the longest of the pauses between two commits, so that most are counted only once. */
    private static final Duration REST = Duration.ofMillis(1_000);

    /**
     * A moment at which something new had arrived.
     *
     * @param records that were there
     * @param nanos of {@link System#nanoTime()}
     * @param cpu time that the process had taken
     */
    record Mark(long records, long nanos, Duration cpu) {}

    /** A service at work. */
    interface Worker {

        /**
         * Returns while it runs.
         *
         * @throws BenchException when it has ended
         */
        void requireAlive();

        /** The CPU time that it has taken so far. */
        Duration cpu();
    }

    /**
     * Follows a service until it has written all.
     *
     * @param startNanos when its process was started
     * @param expected what has to be where in the end
     * @param warmUp records that do not count
     * @param patience for how long nothing new may come
     * @throws BenchException when it ends, loses records, or writes some more than once; the message has its name
     */
    static Course follow(
            Service service,
            Worker worker,
            long startNanos,
            Routed expected,
            long warmUp,
            Outputs outputs,
            Duration patience)
            throws InterruptedException {
        Mark start = new Mark(0, startNanos, Duration.ZERO);
        Mark begin = start;
        Mark end = start;
        long latestBegin = expected.total() - Math.max(1, (expected.total() - warmUp) / 2);
        boolean counted = false;
        Growth written = new Growth(service.name(), expected.total(), patience);
        while (true) {
            worker.requireAlive();
            long reached = outputs.reached();
            long now = System.nanoTime();
            if (written.grew(reached, now)) {
                end = new Mark(reached, now, worker.cpu());
                // Of which some may be commit markers, but not so many that nothing would be left to measure.
                begin = begin == start && reached >= warmUp && reached <= latestBegin ? end : begin;
                counted = false;
            } else if (written.stalled(now)) {
                throw written.lost(outputs.count().total());
            } else if (!counted && reached >= expected.total() && written.rested(REST, now)) {
                Routed found = outputs.count();
                if (found.equals(expected)) {
                    return new Course(start, begin, end);
                }
                if (found.total() >= expected.total()) {
                    throw new BenchException(service.name() + " wrote " + found + ", not " + expected);
                }
                counted = true;
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
    }
}
