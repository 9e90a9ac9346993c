package io.vigil.bench;

/**
 * One contestant in one run at one rate.
 *
 * @param rate events a second
 * @param toTopic from when an alarm was due to when a reader of {@code alarms} had it
 * @param toTable to when it could be read in its table
 * @param load the machine's load average of one minute before it began
 */
record LatencyMeasurement(String contestant, int run, int rate, Quantiles toTopic, Quantiles toTable, double load) {}
