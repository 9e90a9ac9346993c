package io.vigil.api.query;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/**
 * Some time, in whole milliseconds, as events have them.
 *
 * @param from inclusive
 * @param to exclusive
 */
public record TimeRange(Instant from, Instant to) {

    private static final Instant BEGINNING = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    /** All that events can have: their sort keys have the years 0 to 9999. */
    public static final TimeRange ALL = new TimeRange(BEGINNING, END);

    /**
     * Rounds both up, which leaves the same events in it, and checks them.
     *
     * @throws InvalidRequestException if it ends before it begins or has no time in it, or is out of all events' range
     */
    public TimeRange {
        if (from.isBefore(BEGINNING) || to.isAfter(END)) {
            throw new InvalidRequestException("from and to must be in the years 0 to 9999");
        }
        from = roundUp(from);
        to = roundUp(to);
        if (!from.isBefore(to)) {
            throw new InvalidRequestException("from is " + from + ", must be before to, which is " + to);
        }
    }

    /**
     * As it is asked for.
     *
     * @param from null for all before
     * @param to null for all behind
     * @throws InvalidRequestException as the constructor does
     */
    public static TimeRange of(Instant from, Instant to) {
        return new TimeRange(from == null ? BEGINNING : from, to == null ? END : to);
    }

    /**
     * A time as clients write it: ISO-8601 with {@code Z} or an offset.
     *
     * @throws DateTimeException if it is none
     */
    public static Instant time(String text) {
        // A '+' that a client does not percent-encode in a query arrives as a space.
        return OffsetDateTime.parse(text.strip().replace(' ', '+')).toInstant();
    }

    /** Whether a time is in it. */
    public boolean contains(Instant time) {
        return !time.isBefore(from) && time.isBefore(to);
    }

    /** The last millisecond in it. */
    public Instant last() {
        return to.minusMillis(1);
    }

    private static Instant roundUp(Instant time) {
        return time.plusNanos(999_999).truncatedTo(ChronoUnit.MILLIS);
    }
}
