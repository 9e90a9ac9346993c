package io.vigil.api.graphql;

import io.vigil.api.history.HistoryTable;
import io.vigil.api.history.LegacyEvent;
import io.vigil.api.history.LegacyHistory;
import io.vigil.api.query.InvalidRequestException;
import io.vigil.api.security.Scope;
import java.util.List;
import java.util.Optional;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** What clients of the tables' earlier API send. */
@Controller
final class LegacyQueries {

    private final LegacyHistory history;

    LegacyQueries(LegacyHistory history) {
        this.history = history;
    }

    @QueryMapping
    List<LegacyEvent> blsEvents(@Argument String deviceId, @Argument String eventtime) {
        Scope.EVENTS_READ.require();
        return items(Selection.of(HistoryTable.EVENTS, deviceId, eventtime));
    }

    @QueryMapping
    List<LegacyEvent> blsAlarms(@Argument String deviceId, @Argument String eventtime) {
        Scope.ALARMS_READ.require();
        return items(Selection.of(HistoryTable.ALARMS, deviceId, eventtime));
    }

    @QueryMapping
    Selection blsEventsAll(@Argument String deviceId, @Argument String eventtime) {
        Scope.EVENTS_READ.require();
        return Selection.of(HistoryTable.EVENTS, deviceId, eventtime);
    }

    @QueryMapping
    Selection blsAlarmsAll(@Argument String deviceId, @Argument String eventtime) {
        Scope.ALARMS_READ.require();
        return Selection.of(HistoryTable.ALARMS, deviceId, eventtime);
    }

    @SchemaMapping(typeName = "BlsEventsAll", field = "blsevents")
    List<LegacyEvent> events(Selection selection) {
        return items(selection);
    }

    @SchemaMapping(typeName = "BlsAlarmsAll", field = "blsalarms")
    List<LegacyEvent> alarms(Selection selection) {
        return items(selection);
    }

    @SchemaMapping(typeName = "BlsEventsAll", field = "totalCount")
    int eventCount(Selection selection) {
        return count(selection);
    }

    @SchemaMapping(typeName = "BlsAlarmsAll", field = "totalCount")
    int alarmCount(Selection selection) {
        return count(selection);
    }

    private List<LegacyEvent> items(Selection selection) {
        return history.find(selection.table(), selection.deviceId(), selection.eventtime());
    }

    private int count(Selection selection) {
        return history.count(selection.table(), selection.deviceId(), selection.eventtime())
                .orElseThrow(() -> new InvalidRequestException(
                        "Device '" + selection.deviceId() + "' has too many items to count"));
    }

    record Selection(HistoryTable table, String deviceId, Optional<String> eventtime) {

        private static Selection of(HistoryTable table, String deviceId, String eventtime) {
            return new Selection(table, deviceId, Optional.ofNullable(eventtime).filter(time -> !time.isBlank()));
        }
    }
}
