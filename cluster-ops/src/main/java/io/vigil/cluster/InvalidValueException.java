package io.vigil.cluster;

/** A value of the declaration that breaks a rule. The message must not hold the value of a secret. */
final class InvalidValueException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String field;

    /** @param field the value's place below the object that refuses it, such as {@code partitions} or {@code rules[1]} */
    InvalidValueException(String field, String message) {
        super(message);
        this.field = field;
    }

    String field() {
        return field;
    }
}
