package io.vigil.schemas;

import org.apache.kafka.common.errors.SerializationException;

/**
 * Something that arrived is not an event, and trying again will not make it one: it belongs into the dead-letter
 * topic. Carries no stack trace, because what throws it is a flood of bad records, and the reason says all.
 */
public final class InvalidEventException extends SerializationException {

    private static final long serialVersionUID = 1L;

    private final RejectionReason reason;

    /**
     * A rejection.
     *
     * @param reason why
     * @param detail one sentence, without a worker's name
     */
    public InvalidEventException(RejectionReason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    /**
     * Why it is not an event.
     *
     * @return the reason
     */
    public RejectionReason reason() {
        return reason;
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
