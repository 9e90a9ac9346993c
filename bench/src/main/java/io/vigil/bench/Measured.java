package io.vigil.bench;

import com.fasterxml.jackson.annotation.JsonProperty;

/** One contestant in one run. */
interface Measured {

    String contestant();

    /** Counted from 1. */
    int run();

    /** What it had to do, and did. */
    long items();

    /** How long it took. */
    double seconds();

    /** CPU time of its process in that time. */
    double cpuSeconds();

    /** The machine's load average of one minute before it began; negative if unknown. */
    double load();

    @JsonProperty
    default double itemsPerSecond() {
        return items() / seconds();
    }

    @JsonProperty
    default double cpuSecondsPerMillion() {
        return cpuSeconds() / items() * 1e6;
    }
}
