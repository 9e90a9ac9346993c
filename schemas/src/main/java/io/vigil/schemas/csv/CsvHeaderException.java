package io.vigil.schemas.csv;

import java.io.IOException;

/** A file does not start with a header that names the columns of an event. The message is one line and says why. */
public final class CsvHeaderException extends IOException {

    private static final long serialVersionUID = 1L;

    CsvHeaderException(String message) {
        super(message);
    }
}
