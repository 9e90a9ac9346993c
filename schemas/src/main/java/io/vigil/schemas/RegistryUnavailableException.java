package io.vigil.schemas;

import org.apache.kafka.common.errors.RetriableException;

/**
 * No registry gave an answer within the configured tries. The record that asked is not at fault: whoever gets this
 * must try it again and must not take it for invalid.
 */
public final class RegistryUnavailableException extends RetriableException {

    private static final long serialVersionUID = 1L;

    RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
