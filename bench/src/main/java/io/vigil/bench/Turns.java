package io.vigil.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/** Lets contestants take turns: each once in every run, in another order each time. */
final class Turns {

    private Turns() {}

    /**
     * Takes them.
     *
     * @param progress is told each measurement, one line of text each
     * @return the measurements in the order of the turns
     */
    static <C, M extends Measured> List<M> take(
            List<C> contestants, int runs, Turn<C, M> turn, Consumer<String> progress)
            throws IOException, InterruptedException {
        List<C> order = new ArrayList<>(contestants);
        List<M> measurements = new ArrayList<>();
        for (int run = 1; run <= runs; run++) {
            for (C contestant : order) {
                M measured = turn.measure(contestant, run);
                measurements.add(measured);
                progress.accept(ReportFiles.format(
                        "run %d: %-10s %7.0f/s, %6.1f CPU-s per million",
                        run, measured.contestant(), measured.itemsPerSecond(), measured.cpuSecondsPerMillion()));
            }
            Collections.rotate(order, 1);
        }
        return measurements;
    }

    /** How one contestant is measured. */
    @FunctionalInterface
    interface Turn<C, M> {

        M measure(C contestant, int run) throws IOException, InterruptedException;
    }
}
