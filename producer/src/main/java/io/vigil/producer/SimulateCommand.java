package io.vigil.producer;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Sends what a simulated fleet reports. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = "Sends what a fleet of devices reports whose wearers walk about in Stockholm, with alarms, lost "
                + "positions, repeats, clocks that are off and radio gaps. The same --seed and --start give the same "
                + "events.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every event was delivered", "1:some were not, or nothing could be sent", "2:wrong usage"})
final class SimulateCommand implements Callable<Integer> {

    private static final long PROGRESS_NANOS = Duration.ofSeconds(5).toNanos();

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Option(
            names = "--devices",
            defaultValue = "100",
            description = "Devices in the fleet; ${DEFAULT-VALUE} by default.")
    private int devices;

    @Option(
            names = "--rate",
            defaultValue = "100",
            description = "Events a second of all of them together; ${DEFAULT-VALUE} by default, 0 for as many as go.")
    private double rate;

    @Option(
            names = "--duration",
            defaultValue = "PT1M",
            description = "How long by the fleet's clock, as PT30S or PT5M; ${DEFAULT-VALUE} by default.")
    private Duration duration;

    @Option(names = "--events", description = "How many events, instead of --duration.")
    private Long events;

    @Option(names = "--seed", defaultValue = "1", description = "Makes another fleet; ${DEFAULT-VALUE} by default.")
    private long seed;

    @Option(names = "--start", description = "The fleet's first instant, as 2026-01-01T00:00:00Z; now by default.")
    private Instant start;

    @Override
    public Integer call() throws IOException {
        if (devices < 1 || rate < 0 || (events == null && rate == 0)) {
            throw new ParameterException(
                    spec.commandLine(), "--devices is 1 or more, --rate 0 or more, and --rate 0 needs --events");
        }
        long total = events != null ? events : Math.round(rate * duration.toMillis() / 1000.0);
        // Without a rate the fleet's clock still has to go on, so that its events differ.
        double fleetRate = rate > 0 ? rate : 10_000;
        Fleet fleet = new Fleet(devices, fleetRate, seed, start == null ? Instant.now() : start);
        AtomicLong undelivered = new AtomicLong();
        AtomicReference<String> firstFailure = new AtomicReference<>("");
        long began = System.nanoTime();
        try (EventProducer producer = EventProducer.create(kafka.properties())) {
            send(total, fleet, producer, undelivered, firstFailure, began);
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        spec.commandLine()
                .getOut()
                .printf(
                        "simulated: devices=%d events=%d undelivered=%d seconds=%.1f rate=%.0f/s%n",
                        devices, total, undelivered.get(), seconds, total / seconds);
        if (undelivered.get() > 0) {
            spec.commandLine().getErr().println("simulate: " + firstFailure.get());
            return 1;
        }
        return 0;
    }

    private void send(
            long total,
            Fleet fleet,
            EventProducer producer,
            AtomicLong undelivered,
            AtomicReference<String> firstFailure,
            long began) {
        long nextProgress = began + PROGRESS_NANOS;
        for (long sent = 0; sent < total; sent++) {
            if (rate > 0) {
                LockSupport.parkNanos(began + Math.round(sent / rate * 1e9) - System.nanoTime());
            }
            producer.send(fleet.next()).whenComplete((metadata, failure) -> {
                if (failure != null) {
                    undelivered.incrementAndGet();
                    firstFailure.compareAndSet("", failure.getMessage());
                }
            });
            if (System.nanoTime() > nextProgress) {
                spec.commandLine().getErr().printf("simulate: %d of %d events%n", sent + 1, total);
                nextProgress += PROGRESS_NANOS;
            }
        }
    }
}
