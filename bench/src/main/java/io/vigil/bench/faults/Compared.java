package io.vigil.bench.faults;

/**
 * What a comparison found when nothing was wrong.
 *
 * @param reconciled the last line of {@code reconcile}
 * @param deviceStatus how many devices have their last known status in {@code device-status}
 */
record Compared(String reconciled, String deviceStatus) {

    /** One line of both. */
    String line() {
        return reconciled + "; device-status: " + deviceStatus;
    }
}
