package io.vigil.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A program that does its work and ends.
 *
 * @param topics that it writes each item to one of, or none
 * @param result finds what it says of itself
 */
record Job(String name, List<String> command, Map<String, String> environment, List<String> topics, Teller result) {

    /** Finds the result of a job that has ended well. */
    @FunctionalInterface
    interface Teller {

        /**
         * Finds it.
         *
         * @param output what the job printed
         * @throws BenchException when it did not do what it was to do
         */
        Result tell(String output) throws IOException;
    }

    /**
     * What a job says.
     *
     * @param items that it was through with
     * @param seconds that it took by its own clock
     */
    record Result(long items, double seconds) {}

    /** What is before it may be a JVM's word about its options. */
    static String lastLine(String output) {
        return output.strip().lines().reduce("", (before, line) -> line);
    }
}
