package io.vigil.bench;

import org.HdrHistogram.Histogram;

/**
 * How a time is distributed, in milliseconds.
 *
 * @param count of the times
 */
record Quantiles(long count, double p50, double p95, double p99, double p999, double max) {

    static Quantiles ofMicros(Histogram micros) {
        return new Quantiles(
                micros.getTotalCount(),
                millis(micros, 50),
                millis(micros, 95),
                millis(micros, 99),
                millis(micros, 99.9),
                millis(micros, 100));
    }

    private static double millis(Histogram micros, double percentile) {
        return micros.getValueAtPercentile(percentile) / 1e3;
    }
}
