package io.vigil.schemas.csv;

import io.vigil.events.DeviceEvent;
import io.vigil.schemas.RejectionReason;

/** One row of a file. Two rows are never compared. */
public sealed interface CsvRow {

    /**
     * Where the row starts.
     *
     * @return the line in the file, from 1
     */
    long line();

    /**
     * The row as it stands in the file.
     *
     * @return the original bytes without the end of the last line, never changed by whoever holds them
     */
    byte[] bytes();

    /**
     * A row that is a valid event.
     *
     * @param line see {@link CsvRow#line()}
     * @param bytes see {@link CsvRow#bytes()}
     * @param event the event
     * @param positionRemoved whether the row has a position that is none: out of range, no number, or one coordinate
     *     without the other. The event has no position then
     */
    record Event(long line, byte[] bytes, DeviceEvent event, boolean positionRemoved) implements CsvRow {}

    /**
     * A row that is no event, and goes to the dead-letter topic.
     *
     * @param line see {@link CsvRow#line()}
     * @param bytes see {@link CsvRow#bytes()}
     * @param reason why
     * @param detail one sentence, without the row's content
     */
    record Rejected(long line, byte[] bytes, RejectionReason reason, String detail) implements CsvRow {}
}
