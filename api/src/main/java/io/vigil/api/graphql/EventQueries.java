package io.vigil.api.graphql;

import io.vigil.api.history.EventHistory;
import io.vigil.api.history.HistoryQuery;
import io.vigil.api.history.HistoryTable;
import io.vigil.api.history.Order;
import io.vigil.api.model.Device;
import io.vigil.api.model.DeviceState;
import io.vigil.api.model.Event;
import io.vigil.api.model.Page;
import io.vigil.api.query.Codes;
import io.vigil.api.query.DeviceQuery;
import io.vigil.api.query.DeviceSearch;
import io.vigil.api.query.PageRequest;
import io.vigil.api.query.TimeRange;
import io.vigil.api.security.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;

/** Devices and their routine events. */
@Controller
final class EventQueries {

    private final DeviceSearch search;
    private final EventHistory history;

    EventQueries(DeviceSearch search, EventHistory history) {
        this.search = search;
        this.history = history;
    }

    @QueryMapping
    Page<Device> devices(
            @Argument String q,
            @Argument List<Integer> code,
            @Argument DeviceState state,
            @Argument Integer limit,
            @Argument String cursor) {
        Scope.EVENTS_READ.require();
        return search.page(DeviceQuery.of(q, Codes.of(code), state), PageRequest.of(limit, cursor));
    }

    @QueryMapping
    Optional<Device> device(@Argument String deviceId) {
        Scope.EVENTS_READ.require();
        return search.find(deviceId);
    }

    @QueryMapping
    Page<Event> events(
            @Argument String deviceId,
            @Argument Instant from,
            @Argument Instant to,
            @Argument Order order,
            @Argument List<Integer> code,
            @Argument Integer limit,
            @Argument String cursor) {
        Scope.EVENTS_READ.require();
        return history.page(
                new HistoryQuery(HistoryTable.EVENTS, deviceId, TimeRange.of(from, to), order, Codes.of(code)),
                PageRequest.of(limit, cursor));
    }
}
