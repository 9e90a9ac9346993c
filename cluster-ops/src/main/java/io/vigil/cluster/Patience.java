package io.vigil.cluster;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Option;

/** How often and for how long a command looks, until what it looks at has been well for some time. */
final class Patience {

    @Option(
            names = "--stable",
            defaultValue = "3",
            paramLabel = "TIMES",
            description = "How often in a row it must be so; ${DEFAULT-VALUE} by default.")
    private int stable;

    @Option(
            names = "--interval",
            defaultValue = "PT1S",
            paramLabel = "DURATION",
            description = "Between two looks; ${DEFAULT-VALUE} by default.")
    private Duration interval;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "After that it is not so; ${DEFAULT-VALUE} by default. PT0S for one look.")
    private Duration timeout;

    private Patience(Duration timeout) {
        this.timeout = timeout;
    }

    static Patience of(Duration timeout) {
        return new Patience(timeout);
    }

    /** Until it is so once, where somebody has just changed it. */
    static Patience once(Duration timeout, Duration interval) {
        Patience patience = new Patience(timeout);
        patience.stable = 1;
        patience.interval = interval;
        return patience;
    }

    /**
     * @param look says what is wrong, a line each; one that fails has found that it cannot be told
     * @return what was wrong the last time; nothing once nothing was wrong so often in a row
     */
    List<String> await(Callable<List<String>> look) {
        if (timeout.isZero()) {
            return Failsafe.none().get(() -> attempt(look));
        }
        Streak streak = new Streak();
        RetryPolicy<List<String>> policy = RetryPolicy.<List<String>>builder()
                .handleResultIf(found -> !found.isEmpty() || streak.length < stable)
                .withMaxAttempts(-1)
                .withDelay(interval)
                .withMaxDuration(timeout)
                .build();
        List<String> found = Failsafe.with(policy).get(() -> streak.add(attempt(look)));
        return found.isEmpty() && streak.length < stable
                ? List.of("it was well only " + streak.length + " times in a row within " + timeout + ", " + stable
                        + " are needed")
                : found;
    }

    private static List<String> attempt(Callable<List<String>> look) throws Exception {
        try {
            return look.call();
        } catch (ExecutionException | KafkaException e) {
            return List.of(ClusterMain.unreadable(e));
        }
    }

    private static final class Streak {

        private int length;

        private List<String> add(List<String> found) {
            length = found.isEmpty() ? length + 1 : 0;
            return found;
        }
    }
}
