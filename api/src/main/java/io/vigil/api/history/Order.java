package io.vigil.api.history;

/** By the events' time. */
public enum Order {
    /** Newest first. */
    NEWEST,
    /** Oldest first. */
    OLDEST
}
