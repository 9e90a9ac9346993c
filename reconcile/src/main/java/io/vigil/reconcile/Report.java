package io.vigil.reconcile;

import java.util.List;

/**
 * What a reconciliation found.
 *
 * @param events items that belong into the events table
 * @param alarms items that belong into the alarms table
 * @param deadLetters records in the dead-letter topic
 * @param missing events that are in a topic and not where they belong
 * @param extra items that are in a table and in no topic
 * @param different items that are not what the newest record says
 * @param examples up to 20 of each, one line each, without a worker's name
 */
record Report(
        long events, long alarms, long deadLetters, long missing, long extra, long different, List<String> examples) {

    boolean isClean() {
        return missing == 0 && extra == 0 && different == 0;
    }

    /** The line that ends every run. */
    String line() {
        return "reconciled: events=%d alarms=%d dead-letter=%d missing=%d extra=%d different=%d"
                .formatted(events, alarms, deadLetters, missing, extra, different);
    }
}
