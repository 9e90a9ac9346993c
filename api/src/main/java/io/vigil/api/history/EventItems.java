package io.vigil.api.history;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vigil.api.model.Event;
import io.vigil.api.query.TimeRange;
import io.vigil.schemas.EventTable;
import io.vigil.schemas.EventValidation;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Reads items as events. Others write the tables too, and some did so before there was a contract: attributes may be
 * missing, and numbers may be texts. Only an item that says no time is no event; those are counted.
 */
@Component
final class EventItems {

    private final DynamoDbProperties properties;
    private final Counter unreadable;

    EventItems(DynamoDbProperties properties, MeterRegistry meters) {
        this.properties = properties;
        unreadable = Counter.builder("vigil.history.unreadable.items")
                .description("Items that were left out of an answer, for they say no time")
                .register(meters);
    }

    /** The event, or nothing if the item says no time. */
    Optional<Event> read(Map<String, AttributeValue> item) {
        Optional<Event> event = time(item).map(time -> event(item, time));
        if (event.isEmpty()) {
            unreadable.increment();
        }
        return event;
    }

    String deviceId(Map<String, AttributeValue> item) {
        return text(item, properties.partitionKey()).orElse("");
    }

    String sortKey(Map<String, AttributeValue> item) {
        return text(item, properties.sortKey()).orElse("");
    }

    /** A number or a text, as it stands there. */
    static Optional<String> text(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null ? Optional.empty() : Optional.ofNullable(value.s() == null ? value.n() : value.s());
    }

    private Event event(Map<String, AttributeValue> item, Instant time) {
        Optional<Double> latitude = number(item, EventTable.LATITUDE).map(BigDecimal::doubleValue);
        Optional<Double> longitude = number(item, EventTable.LONGITUDE).map(BigDecimal::doubleValue);
        boolean located = latitude.isPresent()
                && longitude.isPresent()
                && EventValidation.isPosition(latitude.get(), longitude.get());
        return Event.of(
                deviceId(item),
                time,
                code(item),
                text(item, EventTable.WORKER_ID).orElse(null),
                text(item, EventTable.WORKER_NAME).orElse(null),
                located ? latitude.get() : null,
                located ? longitude.get() : null);
    }

    /** 0 if the item says none: an unknown code. */
    private int code(Map<String, AttributeValue> item) {
        return text(item, EventTable.EVENT)
                .map(String::strip)
                .flatMap(SortKeys::integer)
                .or(() -> SortKeys.code(sortKey(item)))
                .orElse(0);
    }

    private Optional<Instant> time(Map<String, AttributeValue> item) {
        return SortKeys.time(sortKey(item))
                .or(() -> number(item, EventTable.EVENT_TIMESTAMP)
                        .map(BigDecimal::longValue)
                        .map(Instant::ofEpochMilli))
                .filter(TimeRange.ALL::contains);
    }

    private static Optional<BigDecimal> number(Map<String, AttributeValue> item, String name) {
        try {
            return text(item, name).map(String::strip).map(BigDecimal::new);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
