package io.vigil.spark;

import java.nio.file.NoSuchFileException;

/** What went wrong, in one line. */
final class Failures {

    private Failures() {}

    /**
     * The cause at the bottom, or the one that names the file. What failed in a task comes as text, with its stack trace,
     * in the message of Spark's own exception; the first line of that names the cause.
     */
    static String explain(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof UnreadableFileException)) {
            cause = cause.getCause();
        }
        if (cause instanceof NoSuchFileException missing) {
            return "there is no file " + missing.getFile();
        }
        String message = cause.getMessage() == null
                ? ""
                : cause.getMessage().lines().findFirst().orElse("");
        return message.isBlank() ? cause.getClass().getSimpleName() : message;
    }
}
