package io.vigil.bench.faults;

/**
 * What was seen of a fault.
 *
 * @param fault its name
 * @param what was done
 * @param heldSeconds from when it was there until it was put right, both included
 * @param alarmDuringSeconds that an alarm of the fault's beginning took from the device to its table
 * @param alarmAfterSeconds that an alarm took which was sent when it was put right
 * @param reconciled the line of {@code reconcile} behind it; empty where only the end of the run has one
 * @param deviceStatus how many devices have their status behind it; empty in the same way
 */
record Outcome(
        String fault,
        String what,
        double heldSeconds,
        double alarmDuringSeconds,
        double alarmAfterSeconds,
        String reconciled,
        String deviceStatus) {

    Outcome with(Compared compared) {
        return new Outcome(
                fault,
                what,
                heldSeconds,
                alarmDuringSeconds,
                alarmAfterSeconds,
                compared.reconciled(),
                compared.deviceStatus());
    }
}
