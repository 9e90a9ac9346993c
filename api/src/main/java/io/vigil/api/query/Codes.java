package io.vigil.api.query;

import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which events by their codes.
 *
 * @param values in ascending order; empty for all
 */
public record Codes(Set<Integer> values) {

    private static final int MAX_CODES = 32;

    /**
     * Sorts them.
     *
     * @throws InvalidRequestException if there are too many
     */
    public Codes {
        values = Collections.unmodifiableSet(new TreeSet<>(values));
        if (values.size() > MAX_CODES) {
            throw new InvalidRequestException("code has " + values.size() + " values, must be at most " + MAX_CODES);
        }
    }

    /** As they are asked for; null for all. */
    public static Codes of(Collection<Integer> values) {
        return new Codes(values == null ? Set.of() : Set.copyOf(values));
    }

    /** Whether all codes are meant. */
    public boolean all() {
        return values.isEmpty();
    }

    /** Whether this one is among them. */
    public boolean include(int code) {
        return values.isEmpty() || values.contains(code);
    }
}
