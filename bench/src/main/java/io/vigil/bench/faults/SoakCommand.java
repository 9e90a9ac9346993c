package io.vigil.bench.faults;

import io.vigil.bench.ChildProcess;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Random faults for as long as one likes, and a comparison at the end. */
@Command(
        name = "soak",
        description = {
            "Lets a local stack of its own run while a fleet reports, and breaks it now and then: faults that --seed draws, "
                    + "each for 1 to 15 seconds, some seconds apart.",
            "At the end, what was acknowledged is compared with the topic, the topics with the tables, each device's last "
                    + "known status with its events, and each part's memory and threads with what they were at first. "
                    + "'bench faults' has the same faults, each once."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:nothing was lost", "1:something was, or did not come back", "2:wrong usage"})
public final class SoakCommand implements Callable<Integer> {

    private static final int LONGEST_HOLD_SECONDS = 15;
    private static final int LONGEST_CALM_SECONDS = 10;

    @Mixin
    private FaultOptions options = new FaultOptions();

    @Option(
            names = "--duration",
            defaultValue = "PT10M",
            paramLabel = "DURATION",
            description = "How long, as PT1H; ${DEFAULT-VALUE} by default.")
    private Duration duration;

    @Override
    public Integer call() throws IOException, InterruptedException {
        options.check();
        if (duration.toSeconds() < 1) {
            throw options.wrong("--duration is " + duration + ", must be a second or more");
        }
        List<Fault> faults = options.faults();
        Instant began = Instant.now();
        List<Outcome> outcomes;
        VitalsLog vitals;
        Consumer<String> progress = options.progress();
        try (FaultyStack stack = FaultyStack.start(options.state(), options.brokers(), progress);
                VitalsLog log = VitalsLog.of(stack.stack(), FaultyStack.parts(options.brokers()));
                ChildProcess load = stack.load(
                        options.devices(), options.rate(), options.rate() * duration.toSeconds(), options.seed())) {
            stack.awaitEvents();
            outcomes = breakAtRandom(faults, new FaultRun(stack, progress));
            FaultsCommand.requireDelivered(load);
            Compared compared = stack.compare();
            progress.accept(compared.line());
            int last = outcomes.size() - 1;
            outcomes.set(last, outcomes.get(last).with(compared));
            vitals = log;
        }
        return options.publish(new FaultReport("soak", began, outcomes, vitals.courses()));
    }

    private List<Outcome> breakAtRandom(List<Fault> faults, FaultRun run) throws IOException, InterruptedException {
        Random random = new Random(options.seed());
        List<Outcome> outcomes = new ArrayList<>();
        long end = System.nanoTime() + duration.toNanos();
        do {
            TimeUnit.SECONDS.sleep(1 + random.nextInt(LONGEST_CALM_SECONDS));
            Fault fault = faults.get(random.nextInt(faults.size()));
            outcomes.add(run.run(fault, Duration.ofSeconds(1 + random.nextInt(LONGEST_HOLD_SECONDS))));
        } while (System.nanoTime() < end);
        return outcomes;
    }
}
