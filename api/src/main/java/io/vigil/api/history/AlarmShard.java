package io.vigil.api.history;

import io.vigil.api.model.Event;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** One partition of the index, read from its newest alarm on. Of one thread at a time. */
final class AlarmShard {

    private final TableQueries queries;
    private final EventItems events;
    private final QueryRequest request;
    private Map<String, AttributeValue> end = Map.of();
    private boolean done;

    /** Nothing is read yet. */
    AlarmShard(TableQueries queries, EventItems events, QueryRequest request) {
        this.queries = queries;
        this.events = events;
        this.request = request;
    }

    boolean done() {
        return done;
    }

    /**
     * Reads on.
     *
     * @param limit how many items to look at
     */
    List<Event> next(int limit) {
        QueryRequest.Builder next = request.toBuilder().limit(limit);
        if (!end.isEmpty()) {
            next.exclusiveStartKey(end);
        }
        QueryResponse response = queries.page(next.build());
        end = response.lastEvaluatedKey();
        done = end.isEmpty();
        return response.items().stream()
                .map(events::read)
                .flatMap(Optional::stream)
                .toList();
    }

    /** All alarms behind this time are read; none, if the key that was looked at last says no time. */
    Instant readDownTo() {
        return SortKeys.time(events.sortKey(end)).orElse(Instant.MAX);
    }
}
