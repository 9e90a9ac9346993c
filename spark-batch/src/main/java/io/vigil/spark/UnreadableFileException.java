package io.vigil.spark;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A file that breaks off, or whose storage does not answer any more. */
final class UnreadableFileException extends UncheckedIOException {

    private static final long serialVersionUID = 1;

    /**
     * A failure.
     *
     * @param file the file's URI
     * @param line where its last row that was read starts
     */
    UnreadableFileException(String file, long line, IOException cause) {
        super(file + " cannot be read further than line " + line + ": " + Failures.explain(cause), cause);
    }
}
