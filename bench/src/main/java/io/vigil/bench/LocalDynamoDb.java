package io.vigil.bench;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** DynamoDB Local. It does not count requests, so the time is as exact as the table's item count is asked for. */
final class LocalDynamoDb implements Endpoint {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final DynamoDbAsyncClient client;
    private final String url;
    private long emptyAt;

    LocalDynamoDb(String url) {
        this.url = url;
        this.client = BenchClient.of(URI.create(url))
                .overrideConfiguration(override -> override.apiCallTimeout(TIMEOUT))
                .build();
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public void reset() {
        try {
            client.deleteTable(request -> request.tableName(TABLE)).join();
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof ResourceNotFoundException)) {
                throw new BenchException("cannot delete the table " + TABLE + ": " + e.getCause(), e);
            }
        }
        client.createTable(request -> request.tableName(TABLE)
                        .keySchema(
                                key(SampleRecords.PARTITION_KEY, KeyType.HASH),
                                key(SampleRecords.SORT_KEY, KeyType.RANGE))
                        .attributeDefinitions(text(SampleRecords.PARTITION_KEY), text(SampleRecords.SORT_KEY))
                        .billingMode(BillingMode.PAY_PER_REQUEST))
                .join();
        emptyAt = System.nanoTime();
    }

    @Override
    public Counts counts() {
        long asked = System.nanoTime();
        long items = client.describeTable(request -> request.tableName(TABLE))
                .join()
                .table()
                .itemCount();
        if (items == 0) {
            emptyAt = asked;
        }
        return new Counts(items, 0, 0, 0, System.nanoTime() - emptyAt, 0, 0);
    }

    @Override
    public void close() {
        client.close();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static AttributeDefinition text(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }
}
