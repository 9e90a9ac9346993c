package io.vigil.bench;

import java.util.List;

/** The middle and the ends of some numbers. */
record Spread(double median, double min, double max) {

    /**
     * Of some numbers in any order. The median of an even number of them is the mean of the two in the middle.
     *
     * @throws IllegalArgumentException if there are none
     */
    static Spread of(List<Double> numbers) {
        if (numbers.isEmpty()) {
            throw new IllegalArgumentException("no numbers");
        }
        List<Double> sorted = numbers.stream().sorted().toList();
        int size = sorted.size();
        double median = (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
        return new Spread(median, sorted.get(0), sorted.get(size - 1));
    }
}
