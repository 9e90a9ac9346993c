package io.vigil.api.history;

import io.vigil.api.live.LastKnownDevices;
import io.vigil.api.model.Event;
import io.vigil.api.model.Page;
import io.vigil.api.query.Codes;
import io.vigil.api.query.Cursor;
import io.vigil.api.query.InvalidRequestException;
import io.vigil.api.query.PageRequest;
import io.vigil.api.query.TimeRange;
import io.vigil.api.query.UnknownDeviceException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** One device's events and alarms, from the tables. */
@Component
public final class EventHistory {

    /** AWS documentation, "Service, account, and table quotas". */
    private static final int MAX_SORT_KEY_BYTES = 1024;

    private final DeviceItems items;
    private final EventItems events;
    private final LastKnownDevices devices;

    EventHistory(DeviceItems items, EventItems events, LastKnownDevices devices) {
        this.items = items;
        this.events = events;
        this.devices = devices;
    }

    /**
     * Events in the order of their sort keys, which is that of time and then of the code's digits.
     *
     * @throws InvalidRequestException if the cursor is not of this query
     * @throws UnknownDeviceException if nothing was ever heard of the device
     * @throws HistoryUnavailableException if DynamoDB does not answer
     */
    public Page<Event> page(HistoryQuery query, PageRequest page) {
        Optional<String> after = page.cursor().map(cursor -> after(cursor, query));
        // One more than wanted: whether there is a next page.
        DeviceItems.Part part = items.read(query, page.limit() + 1, after);
        List<Map<String, AttributeValue>> read = part.items();
        Optional<String> end = part.end();
        if (read.size() > page.limit()) {
            read = read.subList(0, page.limit());
            end = Optional.of(events.sortKey(read.get(page.limit() - 1)));
        }
        if (read.isEmpty() && end.isEmpty() && after.isEmpty() && !isKnown(query.deviceId())) {
            throw new UnknownDeviceException(query.deviceId());
        }
        return new Page<>(
                read.stream()
                        .map(events::read)
                        .flatMap(Optional::stream)
                        .filter(event -> query.codes().include(event.code()))
                        .toList(),
                end.map(sortKey -> Cursor.at(sortKey).text(query)).orElse(null));
    }

    private boolean isKnown(String deviceId) {
        return devices.find(deviceId).isPresent()
                || Stream.of(HistoryTable.values())
                        .map(table -> new HistoryQuery(table, deviceId, TimeRange.ALL, Order.NEWEST, Codes.of(null)))
                        .anyMatch(any ->
                                !items.read(any, 1, Optional.empty()).items().isEmpty());
    }

    private static String after(String text, HistoryQuery query) {
        String sortKey = Cursor.read(text, query, 1).position().get(0);
        TimeRange range = query.range();
        // DynamoDB takes no start outside of the range that is asked for.
        boolean in = range.equals(TimeRange.ALL)
                ? !sortKey.isEmpty()
                : sortKey.compareTo(SortKeys.first(range.from())) >= 0
                        && sortKey.compareTo(SortKeys.last(range.last())) <= 0;
        if (!in || sortKey.getBytes(StandardCharsets.UTF_8).length > MAX_SORT_KEY_BYTES) {
            throw Cursor.invalid();
        }
        return sortKey;
    }
}
