package io.vigil.bench;

import java.time.Duration;

/**
 * One writer to an endpoint in one run.
 *
 * @param items that it wrote
 * @param repeated items that it wrote more than once
 * @param requests that wrote; 0 if they were not counted
 * @param maxInFlight most requests at a time; 0 if they were not counted
 * @param seconds from the first request to the last answer
 * @param cpuSeconds CPU time of its process, from when it was let go to the last answer
 * @param startCpuSeconds CPU time of its process before that
 */
record Measurement(
        String contestant,
        int run,
        long items,
        long repeated,
        long requests,
        int maxInFlight,
        double seconds,
        double cpuSeconds,
        double startCpuSeconds,
        double load)
        implements Measured {

    static Measurement of(
            String contestant, int run, Counts counts, Duration cpuBefore, Duration cpuAfter, double load) {
        return new Measurement(
                contestant,
                run,
                counts.items(),
                counts.repeated(),
                counts.requests(),
                counts.maxInFlight(),
                counts.nanos() / 1e9,
                cpuAfter.minus(cpuBefore).toNanos() / 1e9,
                cpuBefore.toNanos() / 1e9,
                load);
    }

    double cpuSecondsWithStart() {
        return startCpuSeconds + cpuSeconds;
    }
}
