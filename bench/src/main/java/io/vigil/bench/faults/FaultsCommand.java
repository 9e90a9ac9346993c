package io.vigil.bench.faults;

import io.vigil.bench.ChildProcess;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Each fault once, with a comparison of topics and tables behind each. */
@Command(
        name = "faults",
        description = {
            "Breaks each part of a local stack of its own, one fault after the other, while a fleet reports: processes "
                    + "killed, paused and restarted, full disks, clocks that jump, a DynamoDB that fails, rebalances, an "
                    + "upgrade, records that are no events; with --brokers=3 also a cluster that loses a leader, and its "
                    + "controller.",
            "With each, an alarm is sent when it begins and one when it is over; when both are in their table and the fleet "
                    + "has ended, what was acknowledged is compared with the topic, the topics with the tables, and each device's "
                    + "last known status with its events."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:nothing was lost", "1:something was, or did not come back", "2:wrong usage"})
public final class FaultsCommand implements Callable<Integer> {

    private static final Duration LOAD_ENDS_WITHIN = Duration.ofMinutes(5);

    @Mixin
    private FaultOptions options = new FaultOptions();

    @Option(
            names = "--hold",
            defaultValue = "PT10S",
            paramLabel = "DURATION",
            description = "How long each lasts, as PT30S; ${DEFAULT-VALUE} by default.")
    private Duration hold;

    @Override
    public Integer call() throws IOException, InterruptedException {
        options.check();
        if (hold.isNegative()) {
            throw options.wrong("--hold is " + hold + ", must not be negative");
        }
        List<Fault> faults = options.faults();
        Instant began = Instant.now();
        List<Outcome> outcomes = new ArrayList<>();
        Consumer<String> progress = options.progress();
        try (FaultyStack stack = FaultyStack.start(options.state(), options.brokers(), progress)) {
            FaultRun run = new FaultRun(stack, progress);
            for (Fault fault : faults) {
                try (ChildProcess load = startLoad(stack, fault)) {
                    Outcome outcome = run.run(fault, hold);
                    requireDelivered(load);
                    Compared compared = stack.compare();
                    progress.accept(compared.line());
                    outcomes.add(outcome.with(compared));
                }
            }
        }
        return options.publish(new FaultReport("faults", began, outcomes, List.of()));
    }

    private ChildProcess startLoad(FaultyStack stack, Fault fault) {
        long events = options.rate() * hold.plusSeconds(fault.seconds()).toSeconds();
        ChildProcess load = stack.load(options.devices(), options.rate(), events, options.seed());
        stack.awaitEvents();
        return load;
    }

    static void requireDelivered(ChildProcess load) throws InterruptedException {
        if (load.await(LOAD_ENDS_WITHIN) != 0) {
            throw load.failed("did not deliver all");
        }
    }
}
