package io.vigil.reconcile;

import java.util.List;

/**
 * What a reconciliation found.
 *
 * @param deviceEvents records of {@code device-events} that were followed
 * @param events items that belong into the table of routine events
 * @param alarms items that belong into the table of alarms
 * @param deadLetters records in the dead-letter topic
 * @param missing what is not where it belongs
 * @param extra items of no record, and dead letters of valid events
 * @param different items that are not what the newest record says, and dead letters with other bytes
 * @param notes what could not be compared, one sentence each
 * @param examples up to 20 of each, one line each, without a worker's name
 */
record Report(
        long deviceEvents,
        long events,
        long alarms,
        long deadLetters,
        long missing,
        long extra,
        long different,
        List<String> notes,
        List<String> examples) {

    boolean isClean() {
        return missing == 0 && extra == 0 && different == 0;
    }

    /** The line that ends every run. */
    String line() {
        return "reconciled: events=%d alarms=%d dead-letter=%d missing=%d extra=%d different=%d"
                .formatted(events, alarms, deadLetters, missing, extra, different);
    }
}
