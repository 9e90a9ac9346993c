package io.vigil.bench;

/**
 * A device's history as the API answers it, in one run.
 *
 * @param items of the table
 * @param first page of a device, the newest events
 * @param last page of a device, by the cursors of those before
 * @param load the machine's load average of one minute before it began; negative if unknown
 */
record PageMeasurement(int items, int run, Quantiles first, Quantiles last, double load) {}
