package io.vigil.api.history;

import io.vigil.api.model.Event;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * The shards of one day, read side by side from the newest alarm on. How far the one that is least far has come is how
 * far the day is read: the order of alarms in the same millisecond is not the index's, so none of them counts before
 * all are there.
 */
final class AlarmDay {

    private static final int MAX_READ = 1000;

    private final ShardThreads threads;
    private final List<AlarmShard> shards;
    private final Instant first;
    private int amount;

    /**
     * Nothing is read yet.
     *
     * @param first the earliest time that the shards are asked for
     * @param amount how many items to look at in each at first; then twice as many each time
     */
    AlarmDay(ShardThreads threads, List<AlarmShard> shards, Instant first, int amount) {
        this.threads = threads;
        this.shards = shards;
        this.first = first;
        this.amount = amount;
    }

    /** Reads on, in all shards that have more. */
    List<Event> next() {
        int limit = Math.min(amount, MAX_READ);
        amount = limit * 2;
        List<Callable<List<Event>>> tasks = shards.stream()
                .filter(shard -> !shard.done())
                .<Callable<List<Event>>>map(shard -> () -> shard.next(limit))
                .toList();
        return threads.all(tasks).stream().flatMap(List::stream).toList();
    }

    boolean done() {
        return shards.stream().allMatch(AlarmShard::done);
    }

    /** All alarms of the day behind this time are read. */
    Instant readDownTo() {
        return shards.stream()
                .filter(shard -> !shard.done())
                .map(AlarmShard::readDownTo)
                .max(Comparator.naturalOrder())
                .orElse(first.minusMillis(1));
    }
}
