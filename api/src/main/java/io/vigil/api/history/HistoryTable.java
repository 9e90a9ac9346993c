package io.vigil.api.history;

/** The two tables; what they are called is a setting. */
public enum HistoryTable {
    /** Routine events. */
    EVENTS,
    /** Alarms. */
    ALARMS
}
