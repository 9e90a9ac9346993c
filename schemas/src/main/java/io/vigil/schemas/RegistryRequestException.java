package io.vigil.schemas;

import org.apache.kafka.common.KafkaException;

/** A registry answered that it will not do what it was asked: incompatible schema, wrong password, unknown subject. */
public final class RegistryRequestException extends KafkaException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final int errorCode;

    RegistryRequestException(int status, int errorCode, String message) {
        super(message);
        this.status = status;
        this.errorCode = errorCode;
    }

    /**
     * The HTTP status.
     *
     * @return 400 to 499
     */
    public int status() {
        return status;
    }

    /**
     * The registry's own error code, such as 40403 for a schema that is not there (Confluent's REST API reference).
     *
     * @return the code, or the HTTP status where the answer holds none
     */
    public int errorCode() {
        return errorCode;
    }
}
