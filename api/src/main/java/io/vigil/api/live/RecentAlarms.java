package io.vigil.api.live;

import io.vigil.api.model.Event;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * The alarms that came last, in memory: an alarm is here as soon as it is committed, whether the sink has written it or
 * not. Written by one thread, read by any.
 */
@Component
public final class RecentAlarms {

    /** Newest first; then by device and code, so that every two alarms have an order. */
    public static final Comparator<Event> NEWEST_FIRST = Comparator.comparing(Event::time)
            .reversed()
            .thenComparing(Event::deviceId)
            .thenComparing(Event::code);

    static final int CAPACITY = 5_000;

    private final NavigableSet<Event> alarms = new ConcurrentSkipListSet<>(NEWEST_FIRST);
    private final Deque<Event> byArrival = new ArrayDeque<>();

    RecentAlarms() {}

    /** All that are held, newest first. */
    public Stream<Event> newestFirst() {
        return alarms.stream();
    }

    void add(Event alarm) {
        if (!alarms.add(alarm)) {
            return;
        }
        byArrival.add(alarm);
        if (byArrival.size() > CAPACITY) {
            alarms.remove(byArrival.remove());
        }
    }
}
