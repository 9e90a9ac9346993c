package io.vigil.api.live;

/** What a client took for a position is none. */
final class InvalidPositionException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    InvalidPositionException() {
        super("This is not a position of a stream");
    }
}
