package io.vigil.bench;

import io.vigil.schemas.EventTable;
import io.vigil.stack.Endpoints;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * When an alarm can be read in its table: a query goes there every few milliseconds, which is the error, too. More
 * often, the queries would be a load of their own.
 */
final class TableArrivals extends AlarmArrivals {

    private static final Duration EVERY = Duration.ofMillis(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Less than any time, so that the first query asks for all. */
    private static final String BEFORE_ALL = "0";

    private final DynamoDbClient dynamoDb;

    TableArrivals(Endpoints endpoints, SteadyLoad load, int firstMeasured) {
        super("table", load, firstMeasured);
        dynamoDb = DynamoDbClient.builder()
                .endpointOverride(URI.create(endpoints.dynamoDbEndpoint()))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "one")))
                .overrideConfiguration(client -> client.apiCallTimeout(TIMEOUT))
                .build();
    }

    @Override
    void look() {
        int next = nextAlarm();
        String after = next == 0 ? BEFORE_ALL : load().sortKey(SteadyLoad.alarm(next - 1));
        dynamoDb.query(query -> query.tableName(EventTable.ALARMS)
                        .consistentRead(true)
                        .keyConditionExpression("#d = :d AND #t > :t")
                        .expressionAttributeNames(Map.of("#d", EventTable.DEVICE_ID, "#t", EventTable.EVENT_TIME))
                        .expressionAttributeValues(Map.of(
                                ":d",
                                AttributeValue.fromS(SteadyLoad.ALARM_DEVICE),
                                ":t",
                                AttributeValue.fromS(after))))
                .items()
                .forEach(item ->
                        arrived(Integer.parseInt(item.get(EventTable.WORKER_ID).s())));
        LockSupport.parkNanos(EVERY.toNanos());
    }

    @Override
    public void close() {
        super.close();
        dynamoDb.close();
    }
}
