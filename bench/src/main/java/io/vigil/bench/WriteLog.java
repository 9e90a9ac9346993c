package io.vigil.bench;

import java.util.HashMap;
import java.util.Map;

/** Counts what is written, and which version of each key is there in the end. For many threads. */
final class WriteLog {

    private final Map<String, Versions> items = new HashMap<>();
    private long repeated;
    private long newestVersions;
    private long staleKeys;
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

    /**
     * Ends a request.
     *
     * @param written the version of each key, 0 or more
     */
    synchronized void end(Map<String, Long> written, long now) {
        written.forEach(this::write);
        inFlight--;
        lastNanos = now;
    }

    private void write(String key, long version) {
        Versions before = items.get(key);
        if (before == null) {
            items.put(key, new Versions(version, version));
            newestVersions += version;
            return;
        }
        Versions after = new Versions(version, Math.max(version, before.newest()));
        items.put(key, after);
        repeated++;
        newestVersions += after.newest() - before.newest();
        staleKeys += after.stale() - before.stale();
    }

    synchronized void reset() {
        items.clear();
        repeated = 0;
        newestVersions = 0;
        staleKeys = 0;
        requests = 0;
        maxInFlight = 0;
        lastNanos = firstNanos;
    }

    synchronized Counts counts() {
        return new Counts(
                items.size(), repeated, requests, maxInFlight, lastNanos - firstNanos, newestVersions, staleKeys);
    }

    /** What a key holds, and the newest that it ever held. */
    private record Versions(long held, long newest) {

        int stale() {
            return held < newest ? 1 : 0;
        }
    }
}
