package io.vigil.cluster;

/** A reassignment that did not come to its end; the message says why, and how to go on. */
final class ReassignException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ReassignException(String message) {
        super(message);
    }

    ReassignException(String message, Throwable cause) {
        super(message, cause);
    }
}
