package io.vigil.api.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
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
import java.time.Instant;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Events and alarms that were. */
@RestController
@Tag(name = "history")
@RequestMapping("/api/v1")
final class HistoryController {

    private final EventHistory history;
    private final RecentAlarmIndex recentAlarms;

    HistoryController(EventHistory history, RecentAlarmIndex recentAlarms) {
        this.history = history;
        this.recentAlarms = recentAlarms;
    }

    @Operation(summary = "One device's routine events", description = "All that there are, if no range is given.")
    @GetMapping("/devices/{deviceId}/events")
    Page<Event> events(
            @PathVariable String deviceId,
            @RequestParam(required = false) Instant from,
            @RequestParam(required = false) Instant to,
            @RequestParam(defaultValue = "newest") Order order,
            @RequestParam(required = false) List<Integer> code,
            @RequestParam(required = false) Integer limit,
            @RequestParam(required = false) String cursor) {
        return history.page(
                new HistoryQuery(HistoryTable.EVENTS, deviceId, TimeRange.of(from, to), order, Codes.of(code)),
                PageRequest.of(limit, cursor));
    }

    @Operation(summary = "One device's alarms", description = "All that there are, if no range is given.")
    @GetMapping("/devices/{deviceId}/alarms")
    Page<Event> alarms(
            @PathVariable String deviceId,
            @RequestParam(required = false) Instant from,
            @RequestParam(required = false) Instant to,
            @RequestParam(defaultValue = "newest") Order order,
            @RequestParam(required = false) List<Integer> code,
            @RequestParam(required = false) Integer limit,
            @RequestParam(required = false) String cursor) {
        return history.page(
                new HistoryQuery(HistoryTable.ALARMS, deviceId, TimeRange.of(from, to), order, Codes.of(code)),
                PageRequest.of(limit, cursor));
    }

    @Operation(
            summary = "The alarms of all devices, newest first",
            description = "Those of the last 24 hours, if from is not given.")
    @GetMapping("/alarms")
    Page<Event> recentAlarms(
            @RequestParam(required = false) Instant from,
            @RequestParam(required = false) Instant to,
            @RequestParam(required = false) List<Integer> code,
            @RequestParam(required = false) Integer limit,
            @RequestParam(required = false) String cursor) {
        return recentAlarms.page(AlarmQuery.of(from, to, Codes.of(code)), PageRequest.of(limit, cursor));
    }
}
