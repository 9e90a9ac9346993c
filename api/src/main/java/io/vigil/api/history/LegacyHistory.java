package io.vigil.api.history;

import io.vigil.api.query.Codes;
import io.vigil.api.query.TimeRange;
import io.vigil.schemas.EventTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What the tables' earlier API told, for its clients. */
@Component
public final class LegacyHistory {

    /** The most that an answer has. That API had no pages: who needs more takes the new one. */
    public static final int MAX_ITEMS = 1000;

    private final DeviceItems items;
    private final EventItems events;

    LegacyHistory(DeviceItems items, EventItems events) {
        this.items = items;
        this.events = events;
    }

    /**
     * A device's items, newest first.
     *
     * @param eventtime a sort key; one without {@code #} and a code stands for all codes of that instant; empty for all
     *     items, up to {@link #MAX_ITEMS}
     * @throws HistoryUnavailableException if DynamoDB does not answer
     */
    public List<LegacyEvent> find(HistoryTable table, String deviceId, Optional<String> eventtime) {
        List<Map<String, AttributeValue>> found = eventtime
                .map(time -> items.readInstant(table, deviceId, time))
                .orElseGet(() -> items.read(newestOf(table, deviceId), MAX_ITEMS, Optional.empty())
                        .items());
        return found.stream()
                .limit(MAX_ITEMS)
                .map(this::legacyEvent)
                .filter(event -> eventtime.map(time -> isMeant(event, time)).orElse(true))
                .toList();
    }

    /**
     * How many items {@link #find} would tell, were it not limited.
     *
     * @return empty if there are too many to count
     * @throws HistoryUnavailableException if DynamoDB does not answer
     */
    public Optional<Integer> count(HistoryTable table, String deviceId, Optional<String> eventtime) {
        return eventtime.isPresent()
                ? Optional.of(find(table, deviceId, eventtime).size())
                : items.count(table, deviceId).map(Math::toIntExact);
    }

    private static HistoryQuery newestOf(HistoryTable table, String deviceId) {
        return new HistoryQuery(table, deviceId, TimeRange.ALL, Order.NEWEST, Codes.of(null));
    }

    private static boolean isMeant(LegacyEvent event, String eventtime) {
        return SortKeys.withoutCode(eventtime).equals(event.eventtime())
                && SortKeys.code(eventtime)
                        .map(code -> code.toString().equals(event.event()))
                        .orElse(true);
    }

    private LegacyEvent legacyEvent(Map<String, AttributeValue> item) {
        String sortKey = events.sortKey(item);
        return new LegacyEvent(
                events.deviceId(item),
                text(item, EventTable.EVENT)
                        .or(() -> SortKeys.code(sortKey).map(Object::toString))
                        .orElse(null),
                SortKeys.withoutCode(sortKey),
                text(item, EventTable.LATITUDE).orElse(null),
                text(item, EventTable.LONGITUDE).orElse(null),
                text(item, EventTable.WORKER_ID).orElse(null),
                text(item, EventTable.WORKER_NAME).orElse(null));
    }

    private static Optional<String> text(Map<String, AttributeValue> item, String name) {
        return EventItems.text(item, name);
    }
}
