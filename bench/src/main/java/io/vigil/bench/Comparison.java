package io.vigil.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * All contestants over all runs, beside one of them.
 *
 * @param reference the name of that one
 * @param measurements each contestant once in each run, in the order of their turns
 */
record Comparison<M extends Measured>(String reference, List<M> measurements) {

    /** Each contestant's numbers, in the order of the first run. */
    List<Standing> standings() {
        return measurements.stream()
                .map(Measured::contestant)
                .distinct()
                .map(this::standing)
                .toList();
    }

    private Standing standing(String contestant) {
        return new Standing(
                contestant,
                spread(contestant, Measured::itemsPerSecond),
                ratio(contestant, Measured::itemsPerSecond),
                spread(contestant, Measured::cpuSecondsPerMillion),
                ratio(contestant, Measured::cpuSecondsPerMillion));
    }

    Spread spread(String contestant, ToDoubleFunction<? super M> number) {
        return Spread.of(
                of(contestant).stream().map(own -> number.applyAsDouble(own)).toList());
    }

    /** To the reference in the same run. */
    Spread ratio(String contestant, ToDoubleFunction<? super M> number) {
        return ratio(contestant, reference, number);
    }

    /** To another in the same run. */
    Spread ratio(String contestant, String other, ToDoubleFunction<? super M> number) {
        List<M> others = of(other);
        return Spread.of(of(contestant).stream()
                .flatMap(own -> others.stream()
                        .filter(beside -> beside.run() == own.run())
                        .map(beside -> number.applyAsDouble(own) / number.applyAsDouble(beside)))
                .toList());
    }

    private List<M> of(String contestant) {
        return measurements.stream()
                .filter(measurement -> measurement.contestant().equals(contestant))
                .toList();
    }
}
