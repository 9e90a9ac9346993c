package io.vigil.api.history;

import io.vigil.api.query.Codes;
import io.vigil.api.query.TimeRange;

/**
 * Which events of one device.
 *
 * @param table routine ones, or alarms
 * @param deviceId any text
 * @param range of the events' time
 * @param order by the events' time
 * @param codes of the events
 */
public record HistoryQuery(HistoryTable table, String deviceId, TimeRange range, Order order, Codes codes) {}
