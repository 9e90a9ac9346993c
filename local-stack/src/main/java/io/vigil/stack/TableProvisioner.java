package io.vigil.stack;

import io.vigil.schemas.EventTable;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.waiters.Waiter;
import software.amazon.awssdk.core.waiters.WaiterAcceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

/**
 * Makes the tables that are not there yet, and gives alarms of an earlier version's run their index. The sink could make
 * tables, but knows no index.
 */
final class TableProvisioner {

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

    /** An index over the alarms of earlier runs is filled while it is made. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration PAUSE = Duration.ofMillis(100);

    private static final GlobalSecondaryIndex RECENT_ALARMS = GlobalSecondaryIndex.builder()
            .indexName(EventTable.RECENT_ALARMS_INDEX)
            .keySchema(key(EventTable.ALARM_SHARD, KeyType.HASH), key(EventTable.EVENT_TIME, KeyType.RANGE))
            .projection(Projection.builder().projectionType(ProjectionType.ALL).build())
            .build();

    private final DynamoDbClient dynamoDb;

    private TableProvisioner(DynamoDbClient dynamoDb) {
        this.dynamoDb = dynamoDb;
    }

    /**
     * Returns when both tables and the index can be read and written.
     *
     * @throws StackException when that does not come about within two minutes
     */
    static void provision(Endpoints endpoints) {
        try (DynamoDbClient dynamoDb = client(endpoints)) {
            new TableProvisioner(dynamoDb).provision();
        } catch (SdkException e) {
            throw new StackException(
                    "cannot make the tables at " + endpoints.dynamoDbEndpoint() + ": " + e.getMessage(), e);
        }
    }

    private void provision() {
        create(table(EventTable.EVENTS)
                .attributeDefinitions(text(EventTable.DEVICE_ID), text(EventTable.EVENT_TIME))
                .build());
        create(table(EventTable.ALARMS)
                .attributeDefinitions(
                        text(EventTable.DEVICE_ID), text(EventTable.EVENT_TIME), text(EventTable.ALARM_SHARD))
                .globalSecondaryIndexes(RECENT_ALARMS)
                .build());
        awaitActive(EventTable.EVENTS);
        if (!hasIndex(awaitActive(EventTable.ALARMS))) {
            addIndex();
            awaitActive(EventTable.ALARMS);
        }
    }

    private void create(CreateTableRequest request) {
        try {
            dynamoDb.createTable(request);
        } catch (ResourceInUseException there) {
            // From an earlier run.
        }
    }

    private void addIndex() {
        GlobalSecondaryIndexUpdate recentAlarms = GlobalSecondaryIndexUpdate.builder()
                .create(create -> create.indexName(RECENT_ALARMS.indexName())
                        .keySchema(RECENT_ALARMS.keySchema())
                        .projection(RECENT_ALARMS.projection()))
                .build();
        dynamoDb.updateTable(update -> update.tableName(EventTable.ALARMS)
                .attributeDefinitions(text(EventTable.ALARM_SHARD), text(EventTable.EVENT_TIME))
                .globalSecondaryIndexUpdates(recentAlarms));
    }

    private DescribeTableResponse awaitActive(String table) {
        return Waiter.builder(DescribeTableResponse.class)
                .addAcceptor(WaiterAcceptor.successOnResponseAcceptor(TableProvisioner::isActive))
                .addAcceptor(WaiterAcceptor.retryOnResponseAcceptor(response -> true))
                .overrideConfiguration(override -> override.waitTimeout(PATIENCE)
                        .maxAttempts((int) PATIENCE.dividedBy(PAUSE))
                        .backoffStrategyV2(BackoffStrategy.fixedDelayWithoutJitter(PAUSE)))
                .build()
                .run(() -> dynamoDb.describeTable(describe -> describe.tableName(table)))
                .matched()
                .response()
                .orElseThrow();
    }

    private static boolean isActive(DescribeTableResponse response) {
        return response.table().tableStatus() == TableStatus.ACTIVE
                && response.table().globalSecondaryIndexes().stream()
                        .allMatch(index -> index.indexStatus() == IndexStatus.ACTIVE);
    }

    private static boolean hasIndex(DescribeTableResponse response) {
        return response.table().globalSecondaryIndexes().stream()
                .anyMatch(index -> index.indexName().equals(EventTable.RECENT_ALARMS_INDEX));
    }

    private static CreateTableRequest.Builder table(String name) {
        return CreateTableRequest.builder()
                .tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(key(EventTable.DEVICE_ID, KeyType.HASH), key(EventTable.EVENT_TIME, KeyType.RANGE));
    }

    private static KeySchemaElement key(String attribute, KeyType type) {
        return KeySchemaElement.builder().attributeName(attribute).keyType(type).build();
    }

    private static AttributeDefinition text(String attribute) {
        return AttributeDefinition.builder()
                .attributeName(attribute)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static DynamoDbClient client(Endpoints endpoints) {
        return DynamoDbClient.builder()
                .endpointOverride(URI.create(endpoints.dynamoDbEndpoint()))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(REQUEST_TIMEOUT)
                        .socketTimeout(REQUEST_TIMEOUT))
                .overrideConfiguration(override -> override.apiCallTimeout(REQUEST_TIMEOUT))
                .build();
    }
}
