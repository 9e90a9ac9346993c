package io.vigil.api.live;

/** A stream cannot go on from where its reader was. The message is for the reader. */
final class CannotResumeException extends Exception {

    private static final long serialVersionUID = 1L;

    CannotResumeException(String reason) {
        super(reason);
    }
}
