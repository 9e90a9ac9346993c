package io.vigil.api.history;

import io.vigil.api.query.Codes;
import io.vigil.api.query.InvalidRequestException;
import io.vigil.api.query.TimeRange;
import java.time.Instant;
import java.util.Optional;

/**
 * Which alarms of all devices.
 *
 * @param from inclusive; empty for a day before {@code to} or now, whichever is earlier
 * @param to exclusive; empty for all that there are
 * @param codes of the alarms
 */
public record AlarmQuery(Optional<Instant> from, Optional<Instant> to, Codes codes) {

    /**
     * As it is asked for.
     *
     * @param from null for the default
     * @param to null for all
     * @throws InvalidRequestException if the range ends before it begins
     */
    public static AlarmQuery of(Instant from, Instant to, Codes codes) {
        TimeRange.of(from, to);
        return new AlarmQuery(Optional.ofNullable(from), Optional.ofNullable(to), codes);
    }
}
