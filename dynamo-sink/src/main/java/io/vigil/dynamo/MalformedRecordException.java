package io.vigil.dynamo;

import org.apache.kafka.connect.errors.DataException;

/** A record that can never be an item, whatever the table: its fault, not DynamoDB's. Never shows its content. */
final class MalformedRecordException extends DataException {

    private static final long serialVersionUID = 1L;

    MalformedRecordException(String message) {
        super(message);
    }

    MalformedRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
