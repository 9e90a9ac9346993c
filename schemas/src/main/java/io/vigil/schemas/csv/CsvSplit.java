package io.vigil.schemas.csv;

/**
 * A part of a plain CSV file that is read by itself. It begins at the first line from {@code start} on that is a row
 * whatever is before it, and ends where the split that starts at {@code end} begins; so it can be longer or shorter than
 * its bounds say, or empty.
 *
 * @param start a position in the file in bytes, from 0
 * @param end the position where the next split starts; the file's length or more for the last one
 * @param line the line that the byte at {@link #readFrom} is in, from 1: one more than the line feeds before it
 */
public record CsvSplit(long start, long end, long line) {

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if they are none
     */
    public CsvSplit {
        if (start < 0 || end <= start || line < 1) {
            throw new IllegalArgumentException("A split from " + start + " to " + end + ", line " + line);
        }
    }

    /**
     * Where to read from: one byte before the start, as only that tells whether a line starts there.
     *
     * @return the position in the file, in bytes
     */
    public long readFrom() {
        return Math.max(0, start - 1);
    }
}
