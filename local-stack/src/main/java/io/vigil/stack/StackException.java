package io.vigil.stack;

/** The stack, or a part of it, cannot do what was asked. The message names the cause and the way out. */
public final class StackException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StackException(String message) {
        super(message);
    }

    StackException(String message, Throwable cause) {
        super(message, cause);
    }
}
