package io.vigil.bench;

import io.vigil.bench.Contestant.Attempt;
import io.vigil.stack.LocalStack;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Has each contestant write {@link HotKeys} once, to an endpoint that answers now sooner, now later, so that a request may
 * overtake the one before. It looks at order, not at time.
 *
 * @param state the folder for data and logs
 * @param progress is told what each made of it, one line of text each
 */
record OrderPass(LocalStack stack, SinkSetup setup, Path state, Consumer<String> progress) {

    private static final int MOST_RECORDS = 20_000;
    private static final int MOST_LATENCY_MILLIS = 40;
    private static final Duration STALLED_AFTER = Duration.ofSeconds(60);

    /** Many times as long as a request takes: then none is on its way. */
    private static final Duration RESTED_AFTER = Duration.ofSeconds(2);

    private static final Duration CHECK_EVERY = Duration.ofSeconds(5);
    private static final long COUNT_EVERY_MILLIS = 100;

    /**
     * Loads the records, and lets one after the other write them.
     *
     * @throws BenchException when a contestant does not write the newest version of each key
     */
    List<KeyOrder> take() throws IOException, InterruptedException {
        int records = Math.min(setup.records(), MOST_RECORDS);
        progress.accept("loading " + records + " records of few keys into the topic " + HotKeys.TOPIC);
        HotKeys.load(stack.endpoints().bootstrapServers(), records);
        long newestVersions = HotKeys.newestVersions(records);
        List<KeyOrder> all = new ArrayList<>();
        try (Endpoint endpoint = StandIn.jittered(state.resolve("logs"), MOST_LATENCY_MILLIS, setup)) {
            for (Contestant contestant :
                    new SinkContestants(stack, state, endpoint.url(), HotKeys.TOPIC, records).withAnOrder()) {
                if (setup.includes(contestant.name())) {
                    Counts counts = write(contestant, endpoint, newestVersions);
                    all.add(new KeyOrder(
                            contestant.name(), records, counts.items(), counts.requests(), counts.staleKeys()));
                    progress.accept(ReportFiles.format(
                            "hot keys: %-10s %d of %d stale", contestant.name(), counts.staleKeys(), counts.items()));
                }
            }
        }
        return all;
    }

    private static Counts write(Contestant contestant, Endpoint endpoint, long newestVersions)
            throws InterruptedException {
        endpoint.reset();
        try (Attempt attempt = contestant.prepare(1)) {
            attempt.go();
            return awaitRest(attempt, contestant, endpoint, newestVersions);
        }
    }

    private static Counts awaitRest(Attempt attempt, Contestant contestant, Endpoint endpoint, long newestVersions)
            throws InterruptedException {
        Growth requests = new Growth(contestant.name(), contestant.records(), STALLED_AFTER);
        long checkedAt = System.nanoTime();
        while (true) {
            Counts counts = endpoint.counts();
            long now = System.nanoTime();
            if (!requests.grew(counts.requests(), now)) {
                if (counts.newestVersions() == newestVersions && requests.rested(RESTED_AFTER, now)) {
                    return counts;
                }
                if (requests.stalled(now)) {
                    throw new BenchException(contestant.name() + " has not written the newest version of each key");
                }
            }
            if (now - checkedAt > CHECK_EVERY.toNanos()) {
                attempt.check();
                checkedAt = now;
            }
            Thread.sleep(COUNT_EVERY_MILLIS);
        }
    }
}
