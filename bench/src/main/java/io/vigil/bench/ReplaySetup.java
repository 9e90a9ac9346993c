package io.vigil.bench;

/**
 * What is measured.
 *
 * @param rows of the file that each contestant reads, or records that it sends
 * @param runs of each contestant
 */
record ReplaySetup(int rows, int runs) {

    ReplaySetup {
        RunOptions.requireAtLeast(1, "--rows", rows);
        RunOptions.requireAtLeast(1, "--runs", runs);
    }
}
