package io.vigil.api.history;

import io.vigil.api.live.RecentAlarms;
import io.vigil.api.model.Event;
import io.vigil.api.query.Cursor;
import io.vigil.api.query.InvalidRequestException;
import io.vigil.api.query.TimeRange;
import io.vigil.schemas.EventValidation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A place in the list of alarms, in the order {@link RecentAlarms#NEWEST_FIRST}.
 *
 * @param from where the list ends, as the first page has found: by default it would move on from page to page
 * @param at the alarm that the list goes on behind, or one before all of a millisecond; only its time, device and code
 *     count
 */
record AlarmPosition(Instant from, Event at) {

    private static final Duration DEFAULT_LENGTH = Duration.ofHours(24);
    private static final int PARTS = 4;

    /** Where the list begins. */
    static AlarmPosition first(AlarmQuery query, Instant now) {
        // No alarm is later than that, and every day in between would be asked for.
        Instant latest = now.plusMillis(EventValidation.GREATEST_CLOCK_LEAD);
        Instant to = query.to().filter(latest::isAfter).orElse(latest);
        Instant from = query.from().orElseGet(() -> (to.isBefore(now) ? to : now).minus(DEFAULT_LENGTH));
        if (!from.isBefore(to)) {
            return new AlarmPosition(from, before(from.minusMillis(1)));
        }
        TimeRange range = new TimeRange(from, to);
        return new AlarmPosition(range.from(), before(range.last()));
    }

    /**
     * What {@link #cursor} has made.
     *
     * @throws InvalidRequestException if it is not of this query
     */
    static AlarmPosition read(String cursor, AlarmQuery query) {
        List<String> parts = Cursor.read(cursor, query, PARTS).position();
        try {
            Instant from = Instant.ofEpochMilli(Long.parseLong(parts.get(0)));
            Instant time = Instant.ofEpochMilli(Long.parseLong(parts.get(1)));
            if (!TimeRange.ALL.contains(from) || !TimeRange.ALL.contains(time)) {
                throw Cursor.invalid();
            }
            return new AlarmPosition(from, at(time, parts.get(2), Integer.parseInt(parts.get(3))));
        } catch (NumberFormatException e) {
            throw Cursor.invalid();
        }
    }

    String cursor(AlarmQuery query) {
        return Cursor.at(
                        Long.toString(from.toEpochMilli()),
                        Long.toString(at.time().toEpochMilli()),
                        at.deviceId(),
                        Integer.toString(at.code()))
                .text(query);
    }

    /** The same list, behind this alarm. */
    AlarmPosition behind(Event alarm) {
        return new AlarmPosition(from, alarm);
    }

    /** The same list, before all alarms of this millisecond. */
    AlarmPosition atTime(Instant time) {
        return new AlarmPosition(from, before(time));
    }

    /** Whether nothing is behind it. */
    boolean isEnd() {
        return at.time().isBefore(from);
    }

    /** Whether an alarm follows. */
    boolean isFollowedBy(Event alarm) {
        return RecentAlarms.NEWEST_FIRST.compare(at, alarm) < 0 && !alarm.time().isBefore(from);
    }

    private static Event before(Instant time) {
        return at(time, "", Integer.MIN_VALUE);
    }

    private static Event at(Instant time, String deviceId, int code) {
        return Event.of(deviceId, time, code, null, null, null, null);
    }
}
