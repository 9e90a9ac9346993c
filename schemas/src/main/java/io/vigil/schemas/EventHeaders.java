package io.vigil.schemas;

/** The headers of a record that holds an event, all UTF-8 text. */
public final class EventHeaders {

    /** Says that the event came with a position that is none, and why it has none now. */
    public static final String POSITION_REMOVED = "vigil.position.removed";

    /** The value of {@link #POSITION_REMOVED}: no degrees on the globe, see {@link EventValidation#isPosition}. */
    public static final String POSITION_INVALID = "invalid";

    private EventHeaders() {}
}
