package io.vigil.api.query;

import java.util.Optional;

/**
 * Which part of a list.
 *
 * @param limit the most items that are wanted, 1 to {@link #MAX_LIMIT}
 * @param cursor the {@code next} of the page before; empty for the first page
 */
public record PageRequest(int limit, Optional<String> cursor) {

    /** The most items that a page has. */
    public static final int MAX_LIMIT = 1000;

    /** How many it has at most if nothing is said. */
    public static final int DEFAULT_LIMIT = 100;

    /**
     * Checks the limit.
     *
     * @throws InvalidRequestException if it is out of its range
     */
    public PageRequest {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new InvalidRequestException("limit is " + limit + ", must be from 1 to " + MAX_LIMIT);
        }
    }

    /**
     * As it is asked for.
     *
     * @param limit null for {@link #DEFAULT_LIMIT}
     * @param cursor null or empty for the first page
     * @throws InvalidRequestException if the limit is out of its range
     */
    public static PageRequest of(Integer limit, String cursor) {
        return new PageRequest(
                limit == null ? DEFAULT_LIMIT : limit,
                Optional.ofNullable(cursor).filter(text -> !text.isEmpty()));
    }
}
