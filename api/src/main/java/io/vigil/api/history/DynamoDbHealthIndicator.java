package io.vigil.api.history;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.vigil.schemas.EventTable;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

/** Whether both tables and the index can be asked. However many want to know, DynamoDB is asked once in a while. */
@Component("dynamodb")
final class DynamoDbHealthIndicator implements HealthIndicator {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Duration VALID_FOR = Duration.ofSeconds(5);

    private final DynamoDbClient client;
    private final DynamoDbProperties properties;
    private final LoadingCache<String, Health> known =
            Caffeine.newBuilder().expireAfterWrite(VALID_FOR).build(key -> look());

    DynamoDbHealthIndicator(DynamoDbClient client, DynamoDbProperties properties) {
        this.client = client;
        this.properties = properties;
    }

    @Override
    public Health health() {
        return known.get("");
    }

    private Health look() {
        Health.Builder health = Health.up();
        for (HistoryTable table : HistoryTable.values()) {
            String name = properties.name(table);
            String state = state(table, name);
            health.withDetail(name, state);
            if (!state.equals("ACTIVE")) {
                health.down();
            }
        }
        return health.build();
    }

    private String state(HistoryTable table, String name) {
        try {
            TableDescription description = client.describeTable(request ->
                            request.tableName(name).overrideConfiguration(override -> override.apiCallTimeout(TIMEOUT)))
                    .table();
            if (!keys(description.keySchema()).equals(List.of(properties.partitionKey(), properties.sortKey()))) {
                return "its key is " + String.join(", ", keys(description.keySchema()));
            }
            // One that is being changed answers all the same.
            if (description.tableStatus() != TableStatus.ACTIVE && description.tableStatus() != TableStatus.UPDATING) {
                return description.tableStatusAsString();
            }
            return table == HistoryTable.ALARMS ? indexState(description) : "ACTIVE";
        } catch (ResourceNotFoundException e) {
            return "not there";
        } catch (SdkException e) {
            return "no answer: " + e.getClass().getSimpleName();
        }
    }

    private String indexState(TableDescription table) {
        return table.globalSecondaryIndexes().stream()
                .filter(index -> EventTable.RECENT_ALARMS_INDEX.equals(index.indexName()))
                .map(this::indexState)
                .findFirst()
                .orElse("index " + EventTable.RECENT_ALARMS_INDEX + " is not there");
    }

    private String indexState(GlobalSecondaryIndexDescription index) {
        if (!keys(index.keySchema()).equals(List.of(EventTable.ALARM_SHARD, properties.sortKey()))) {
            return "index " + index.indexName() + " has key " + String.join(", ", keys(index.keySchema()));
        }
        boolean usable = index.indexStatus() == IndexStatus.ACTIVE || index.indexStatus() == IndexStatus.UPDATING;
        return usable ? "ACTIVE" : "index " + index.indexName() + " is " + index.indexStatusAsString();
    }

    private static List<String> keys(List<KeySchemaElement> schema) {
        return schema.stream().map(KeySchemaElement::attributeName).toList();
    }
}
