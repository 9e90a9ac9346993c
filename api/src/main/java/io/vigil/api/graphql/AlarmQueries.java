package io.vigil.api.graphql;

import io.vigil.api.history.AlarmQuery;
import io.vigil.api.history.EventHistory;
import io.vigil.api.history.HistoryQuery;
import io.vigil.api.history.HistoryTable;
import io.vigil.api.history.Order;
import io.vigil.api.history.RecentAlarmIndex;
import io.vigil.api.model.Event;
import io.vigil.api.model.Page;
import io.vigil.api.query.Codes;
import io.vigil.api.query.PageRequest;
import io.vigil.api.query.TimeRange;
import io.vigil.api.security.Scope;
import java.time.Instant;
import java.util.List;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;

/** Alarms, of one device and of all. */
@Controller
final class AlarmQueries {

    private final EventHistory history;
    private final RecentAlarmIndex recentAlarms;

    AlarmQueries(EventHistory history, RecentAlarmIndex recentAlarms) {
        this.history = history;
        this.recentAlarms = recentAlarms;
    }

    @QueryMapping
    Page<Event> alarms(
            @Argument String deviceId,
            @Argument Instant from,
            @Argument Instant to,
            @Argument Order order,
            @Argument List<Integer> code,
            @Argument Integer limit,
            @Argument String cursor) {
        Scope.ALARMS_READ.require();
        return history.page(
                new HistoryQuery(HistoryTable.ALARMS, deviceId, TimeRange.of(from, to), order, Codes.of(code)),
                PageRequest.of(limit, cursor));
    }

    @QueryMapping
    Page<Event> recentAlarms(
            @Argument Instant from,
            @Argument Instant to,
            @Argument List<Integer> code,
            @Argument Integer limit,
            @Argument String cursor) {
        Scope.ALARMS_READ.require();
        return recentAlarms.page(AlarmQuery.of(from, to, Codes.of(code)), PageRequest.of(limit, cursor));
    }
}
