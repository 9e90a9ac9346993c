package io.vigil.reconcile;

/** The comparison could not be made. The message says why and what to do about it. */
final class CannotCompareException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CannotCompareException(String message) {
        super(message);
    }

    CannotCompareException(String message, Throwable cause) {
        super(message, cause);
    }
}
