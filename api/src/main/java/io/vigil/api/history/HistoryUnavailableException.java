package io.vigil.api.history;

/** DynamoDB does not answer, not in time, or not with what was asked for: later it may. The message is for callers. */
public final class HistoryUnavailableException extends RuntimeException {

    HistoryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
