package io.vigil.bench;

/**
 * One contestant over all runs.
 *
 * @param rateOfReference its items/s by the reference's in the same run
 * @param cpuOfReference its CPU time for an item by the reference's in the same run
 */
record Standing(
        String contestant,
        Spread itemsPerSecond,
        Spread rateOfReference,
        Spread cpuSecondsPerMillion,
        Spread cpuOfReference) {}
