package io.vigil.bench.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Lets a fault happen, with an alarm under way in it and one behind it. */
record FaultRun(FaultyStack stack, Consumer<String> progress) {

    /**
     * Injects a fault, waits, heals it, and returns when both alarms are in their table.
     *
     * @param hold how long it lasts once it is there
     * @throws io.vigil.bench.BenchException when an alarm does not come through
     */
    Outcome run(Fault fault, Duration hold) throws IOException, InterruptedException {
        long began = System.nanoTime();
        fault.inject().on(stack);
        CompletableFuture<Double> during = stack.probe().send();
        TimeUnit.NANOSECONDS.sleep(hold.toNanos());
        fault.heal().on(stack);
        double held = (System.nanoTime() - began) / 1e9;
        double after = FaultyStack.get(stack.probe().send());
        Outcome outcome = new Outcome(fault.name(), fault.what(), held, FaultyStack.get(during), after, "", "");
        progress.accept("%-24s held %5.1f s; alarm sent in it %6.2f s, behind it %6.2f s"
                .formatted(fault.name(), held, outcome.alarmDuringSeconds(), after));
        return outcome;
    }
}
