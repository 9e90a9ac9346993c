package io.vigil.bench;

/**
 * Where records are.
 *
 * @param alarms in the topic {@code alarms}
 * @param events in the topic {@code events}
 */
record Routed(long alarms, long events) {

    long total() {
        return alarms + events;
    }

    @Override
    public String toString() {
        return alarms + " alarms and " + events + " events";
    }
}
