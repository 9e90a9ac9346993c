package io.vigil.api.query;

/** What was asked for makes no sense. The message is for whoever asked: it has the parameter, its value and the rule. */
public final class InvalidRequestException extends RuntimeException {

    /** With a message such as {@code limit is 0, must be from 1 to 1000}. */
    public InvalidRequestException(String message) {
        super(message);
    }
}
