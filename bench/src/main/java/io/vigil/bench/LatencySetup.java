package io.vigil.bench;

import java.util.List;

/**
 * What is measured.
 *
 * @param rates events a second, each in turn
 * @param warmUp seconds that are not measured
 * @param seconds that are
 * @param runs of each contestant at each rate
 */
record LatencySetup(List<Integer> rates, int warmUp, int seconds, int runs) {

    LatencySetup {
        rates = rates.stream().distinct().sorted().toList();
        rates.forEach(rate -> RunOptions.requireAtLeast(SteadyLoad.EVENTS_PER_ALARM, "--rate", rate));
        rates.forEach(rate -> RunOptions.requireAtMost(SteadyLoad.MAX_RATE, "--rate", rate));
        RunOptions.requireAtLeast(0, "--warm-up", warmUp);
        RunOptions.requireAtLeast(1, "--seconds", seconds);
        RunOptions.requireAtLeast(1, "--runs", runs);
    }
}
