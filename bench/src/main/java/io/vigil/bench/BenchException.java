package io.vigil.bench;

/** It could not be measured; the message says why. */
public final class BenchException extends RuntimeException {

    /** With what went wrong. */
    public BenchException(String message) {
        super(message);
    }

    /** With what went wrong, and why. */
    public BenchException(String message, Throwable cause) {
        super(message, cause);
    }
}
