package io.vigil.api.history;

import io.vigil.api.query.Codes;
import io.vigil.schemas.EventTable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** Finds the shards of a day in the index. */
@Component
final class AlarmDays {

    /** Shards are seldom filled quite evenly, and another round costs more time than a few items. */
    private static final int SURPLUS = 2;

    private static final int LEAST = 8;

    private final TableQueries queries;
    private final EventItems events;
    private final ShardThreads threads;
    private final DynamoDbProperties properties;

    AlarmDays(TableQueries queries, EventItems events, ShardThreads threads, DynamoDbProperties properties) {
        this.queries = queries;
        this.events = events;
        this.threads = threads;
        this.properties = properties;
    }

    /**
     * Part of a day.
     *
     * @param last the day's latest time that is wanted
     * @param from the earliest time that is wanted, on that day or before
     * @param wanted how many alarms
     */
    AlarmDay endingAt(Instant last, Instant from, Codes codes, int wanted) {
        LocalDate day = LocalDate.ofInstant(last, ZoneOffset.UTC);
        Instant midnight = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant first = from.isAfter(midnight) ? from : midnight;
        List<AlarmShard> shards = EventTable.alarmShards(day).stream()
                .map(shard -> new AlarmShard(queries, events, request(shard, first, last, codes)))
                .toList();
        return new AlarmDay(threads, shards, first, Math.max(LEAST, SURPLUS * wanted / EventTable.ALARM_SHARDS));
    }

    private QueryRequest request(String shard, Instant first, Instant last, Codes codes) {
        return new QueryTerms(EventTable.ALARM_SHARD, shard)
                .between(properties.sortKey(), SortKeys.first(first), SortKeys.last(last))
                .codes(codes)
                .request(properties.alarmsTable())
                .indexName(EventTable.RECENT_ALARMS_INDEX)
                .scanIndexForward(false)
                .build();
    }
}
