package io.vigil.cluster;

/** The file is no declaration; the message says where in it and why, and holds no value that may be secret. */
final class InvalidDeclarationException extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidDeclarationException(String message) {
        super(message);
    }
}
