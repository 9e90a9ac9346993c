package io.vigil.bench;

import java.util.List;

/**
 * What is measured.
 *
 * @param records of each contestant's measured part
 * @param warmUp records before them in the same topic, at least
 * @param runs of each contestant
 * @param threads with which the Kafka Streams applications run, each number in turn
 * @param only how the names of those begin that are measured beside the passthrough; all if there are none
 */
record ClassifySetup(int records, int warmUp, int runs, List<Integer> threads, List<String> only) {

    ClassifySetup {
        RunOptions.requireAtLeast(1, "--records", records);
        RunOptions.requireAtLeast(0, "--warm-up", warmUp);
        RunOptions.requireAtLeast(1, "--runs", runs);
        threads = threads.stream().distinct().sorted().toList();
        threads.forEach(number -> RunOptions.requireAtLeast(1, "--threads", number));
        if ((long) records + warmUp > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "--records and --warm-up are " + ((long) records + warmUp) + " together, must be less than 2^31");
        }
    }

    /** Whether a contestant is measured. */
    boolean includes(String contestant) {
        return only.isEmpty()
                || contestant.startsWith(ClassifyServices.PASSTHROUGH)
                || only.stream().anyMatch(contestant::startsWith);
    }

    /** All records of the input. */
    int input() {
        return warmUp + records;
    }

    /** The number of threads with which the applications stand beside those that have one task. */
    int leastThreads() {
        return threads.get(0);
    }
}
