package io.vigil.classifier;

/** Finds out what a failure was. */
final class Failures {

    private Failures() {}

    /** Whether a failure, or what caused it, is of a kind. */
    static boolean isCausedBy(Class<? extends Throwable> kind, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
