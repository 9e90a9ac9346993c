package io.vigil.api.history;

import io.vigil.api.query.Codes;
import io.vigil.api.query.TimeRange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;

/** The items of one device in one of the tables, by a query of its partition. */
@Component
final class DeviceItems {

    /** For one answer. Ten of the largest are 10 MB. */
    private static final int MAX_REQUESTS = 10;

    /** For a count, which sends nothing but numbers: 20 MB of items, 100,000 or so. */
    private static final int MAX_COUNT_REQUESTS = 20;

    /** How many items to look at in one request when a filter leaves an unknown part of them. */
    private static final int FILTERED = 1000;

    /** The longest partition key, in bytes (AWS documentation, "Service, account, and table quotas"). */
    private static final int MAX_PARTITION_KEY_BYTES = 2048;

    /** Far above that of any time, and below what is too long for DynamoDB whatever the characters. */
    private static final int MAX_SORT_KEY_LENGTH = 256;

    private final TableQueries queries;
    private final DynamoDbProperties properties;

    DeviceItems(TableQueries queries, DynamoDbProperties properties) {
        this.queries = queries;
        this.properties = properties;
    }

    /**
     * Items in the order of their sort keys.
     *
     * @param wanted the fewest to be content with
     * @param after the sort key to begin behind; empty for the first
     * @throws HistoryUnavailableException if DynamoDB does not answer
     */
    Part read(HistoryQuery query, int wanted, Optional<String> after) {
        if (!canBeKey(query.deviceId())) {
            return new Part(List.of(), Optional.empty());
        }
        QueryRequest request = terms(query)
                .request(properties.name(query.table()))
                .scanIndexForward(query.order() == Order.OLDEST)
                .limit(query.codes().all() ? wanted : Math.max(wanted, FILTERED))
                .build();
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        Budget budget = new Budget(MAX_REQUESTS);
        Optional<String> end = after;
        do {
            QueryResponse response = queries.page(startAt(request, query.deviceId(), end));
            items.addAll(response.items());
            end = end(response);
        } while (end.isPresent() && items.size() < wanted && budget.take());
        return new Part(items, end);
    }

    /**
     * The items of one instant, those with the greatest code first.
     *
     * @param time a sort key with a code or without, whatever it looks like
     * @throws HistoryUnavailableException if DynamoDB does not answer
     */
    List<Map<String, AttributeValue>> readInstant(HistoryTable table, String deviceId, String time) {
        String key = SortKeys.withoutCode(time);
        if (!canBeKey(deviceId) || key.isEmpty() || key.length() > MAX_SORT_KEY_LENGTH) {
            return List.of();
        }
        return queries.page(new QueryTerms(properties.partitionKey(), deviceId)
                        .between(properties.sortKey(), key, SortKeys.behindCodes(key))
                        .request(properties.name(table))
                        .scanIndexForward(false)
                        .build())
                .items();
    }

    /**
     * How many items there are.
     *
     * @return empty if there are too many to count
     * @throws HistoryUnavailableException if DynamoDB does not answer
     */
    Optional<Long> count(HistoryTable table, String deviceId) {
        if (!canBeKey(deviceId)) {
            return Optional.of(0L);
        }
        HistoryQuery all = new HistoryQuery(table, deviceId, TimeRange.ALL, Order.OLDEST, Codes.of(null));
        QueryRequest request =
                terms(all).request(properties.name(table)).select(Select.COUNT).build();
        long count = 0;
        Budget budget = new Budget(MAX_COUNT_REQUESTS);
        Optional<String> end = Optional.empty();
        do {
            QueryResponse response = queries.page(startAt(request, deviceId, end));
            count += response.count();
            end = end(response);
        } while (end.isPresent() && budget.take());
        return end.isPresent() ? Optional.empty() : Optional.of(count);
    }

    private QueryTerms terms(HistoryQuery query) {
        TimeRange range = query.range();
        QueryTerms terms = new QueryTerms(properties.partitionKey(), query.deviceId()).codes(query.codes());
        // Without a range, whatever a sort key looks like.
        return range.equals(TimeRange.ALL)
                ? terms
                : terms.between(properties.sortKey(), SortKeys.first(range.from()), SortKeys.last(range.last()));
    }

    private QueryRequest startAt(QueryRequest request, String deviceId, Optional<String> after) {
        return after.map(sortKey -> request.toBuilder()
                        .exclusiveStartKey(Map.of(
                                properties.partitionKey(), AttributeValue.fromS(deviceId),
                                properties.sortKey(), AttributeValue.fromS(sortKey)))
                        .build())
                .orElse(request);
    }

    private Optional<String> end(QueryResponse response) {
        return Optional.ofNullable(response.lastEvaluatedKey().get(properties.sortKey()))
                .map(AttributeValue::s);
    }

    /** No item has another key, and DynamoDB would call such a query wrong. */
    private static boolean canBeKey(String deviceId) {
        int length = deviceId.getBytes(StandardCharsets.UTF_8).length;
        return length > 0 && length <= MAX_PARTITION_KEY_BYTES;
    }

    /**
     * What was read.
     *
     * @param items in order
     * @param end the sort key that was looked at last, if there may be more behind it
     */
    record Part(List<Map<String, AttributeValue>> items, Optional<String> end) {}
}
