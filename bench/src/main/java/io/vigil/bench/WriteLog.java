package io.vigil.bench;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Counts what is written. For many threads. */
final class WriteLog {

    private final Set<String> keys = new HashSet<>();
    private long repeated;
    private long requests;
    private int inFlight;
    private int maxInFlight;
    private long firstNanos;
    private long lastNanos;

    synchronized void begin(long now) {
        if (requests++ == 0) {
            firstNanos = now;
        }
        maxInFlight = Math.max(maxInFlight, ++inFlight);
    }

    synchronized void end(Collection<String> written, long now) {
        written.forEach(key -> repeated += keys.add(key) ? 0 : 1);
        inFlight--;
        lastNanos = now;
    }

    synchronized void reset() {
        keys.clear();
        repeated = 0;
        requests = 0;
        maxInFlight = 0;
        lastNanos = firstNanos;
    }

    synchronized Counts counts() {
        return new Counts(keys.size(), repeated, requests, maxInFlight, lastNanos - firstNanos);
    }
}
