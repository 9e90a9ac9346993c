package io.vigil.bench;

/**
 * What is measured.
 *
 * @param events that each contestant sends
 * @param runs of each contestant
 */
record ProducerSetup(int events, int runs) {

    ProducerSetup {
        RunOptions.requireAtLeast(1, "--events", events);
        RunOptions.requireAtLeast(1, "--runs", runs);
    }
}
