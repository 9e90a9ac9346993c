package io.vigil.reconcile;

import io.vigil.schemas.EventCode;
import io.vigil.schemas.EventTable;
import io.vigil.schemas.Topics;
import java.util.List;

/**
 * What the tables are called.
 *
 * @param events the table of routine events
 * @param alarms the table of alarms
 * @param partitionKey the attribute that holds the device id
 * @param sortKey the attribute that holds time and code
 */
record Tables(String events, String alarms, String partitionKey, String sortKey) {

    static final Tables USUAL =
            new Tables(EventTable.EVENTS, EventTable.ALARMS, EventTable.DEVICE_ID, EventTable.EVENT_TIME);

    List<String> names() {
        return List.of(events, alarms);
    }

    /** The table that an event belongs into. */
    String tableOf(int eventCode) {
        return EventCode.isAlarm(eventCode) ? alarms : events;
    }

    /** The topic whose records are in a table. */
    String topicOf(String table) {
        return table.equals(alarms) ? Topics.ALARMS : Topics.EVENTS;
    }
}
