package io.vigil.api.history;

import io.vigil.schemas.EventTable;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** Sort keys as {@link EventTable#sortKey} writes them, and those of tables that are older, which have no code. */
final class SortKeys {

    static final char SEPARATOR = '#';

    /** The character behind the separator: greater than all keys that go on with a code. */
    private static final char BEHIND = SEPARATOR + 1;

    private SortKeys() {}

    /** The least one of all events of a millisecond. */
    static String first(Instant time) {
        return withoutCode(EventTable.sortKey(time.toEpochMilli(), 0));
    }

    /** Not less than any event's of a millisecond, and less than all of the next. */
    static String last(Instant time) {
        return behindCodes(first(time));
    }

    /** The same for a key that has no code, whatever it looks like. */
    static String behindCodes(String key) {
        return key + BEHIND;
    }

    static String withoutCode(String key) {
        int end = key.lastIndexOf(SEPARATOR);
        return end < 0 ? key : key.substring(0, end);
    }

    static Optional<Integer> code(String key) {
        int end = key.lastIndexOf(SEPARATOR);
        return end < 0 ? Optional.empty() : integer(key.substring(end + 1));
    }

    static Optional<Instant> time(String key) {
        try {
            return Optional.of(Instant.parse(withoutCode(key)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static Optional<Integer> integer(String text) {
        try {
            return Optional.of(Integer.valueOf(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
