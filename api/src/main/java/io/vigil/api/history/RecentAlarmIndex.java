package io.vigil.api.history;

import io.vigil.api.live.RecentAlarms;
import io.vigil.api.model.Event;
import io.vigil.api.model.Page;
import io.vigil.api.query.InvalidRequestException;
import io.vigil.api.query.PageRequest;
import java.time.Clock;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The alarms of all devices, newest first: what the topic said last and, day by day, what the index has. */
@Component
public final class RecentAlarmIndex {

    /** In one answer: a day in which nothing happened takes one. */
    private static final int MAX_ROUNDS = 24;

    private static final int MAX_DAYS = 8;

    private final RecentAlarms memory;
    private final AlarmDays days;
    private final Clock clock;

    RecentAlarmIndex(RecentAlarms memory, AlarmDays days, Clock clock) {
        this.memory = memory;
        this.days = days;
        this.clock = clock;
    }

    /**
     * Alarms in the order {@link RecentAlarms#NEWEST_FIRST}, each once.
     *
     * @throws InvalidRequestException if the cursor is not of this query
     * @throws HistoryUnavailableException if DynamoDB does not answer, or has no such index
     */
    public Page<Event> page(AlarmQuery query, PageRequest page) {
        AlarmPosition start = page.cursor()
                .map(cursor -> AlarmPosition.read(cursor, query))
                .orElseGet(() -> AlarmPosition.first(query, clock.instant()));
        NavigableSet<Event> alarms = new TreeSet<>(RecentAlarms.NEWEST_FIRST);
        // First the memory: what leaves it meanwhile is in the index already.
        addAll(alarms, memory.newestFirst(), start, query);
        AlarmPosition end = readIndex(alarms, start, query, page.limit());
        List<Event> items =
                alarms.headSet(end.at()).stream().limit(page.limit() + 1L).toList();
        if (items.size() > page.limit()) {
            items = items.subList(0, page.limit());
            end = start.behind(items.get(page.limit() - 1));
        }
        return new Page<>(items, end.isEnd() ? null : end.cursor(query));
    }

    /**
     * Adds what follows in the index, until there are more than wanted, or it has cost enough.
     *
     * @return how far it is read: all alarms before are there
     */
    private AlarmPosition readIndex(NavigableSet<Event> alarms, AlarmPosition start, AlarmQuery query, int wanted) {
        Budget budget = new Budget(MAX_ROUNDS);
        AlarmPosition end = start;
        for (int read = 0; read < MAX_DAYS && !end.isEnd(); read++) {
            AlarmDay day = days.endingAt(end.at().time(), end.from(), query.codes(), wanted);
            while (!day.done()) {
                if (alarms.headSet(end.at()).size() > wanted) {
                    return end;
                }
                if (!budget.take()) {
                    return requireProgress(start, end);
                }
                addAll(alarms, day.next().stream(), start, query);
                end = day.readDownTo().isBefore(end.at().time()) ? end.atTime(day.readDownTo()) : end;
            }
        }
        return end;
    }

    /** Where an answer ends as it began, the next one would too. */
    private static AlarmPosition requireProgress(AlarmPosition start, AlarmPosition end) {
        if (end.equals(start)) {
            throw new HistoryUnavailableException(
                    "There are more alarms of " + start.at().time() + " than an answer can be made of.", null);
        }
        return end;
    }

    private static void addAll(Set<Event> alarms, Stream<Event> more, AlarmPosition start, AlarmQuery query) {
        more.filter(start::isFollowedBy)
                .filter(alarm -> query.codes().include(alarm.code()))
                .forEach(alarms::add);
    }
}
