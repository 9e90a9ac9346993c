package io.vigil.api.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigil.api.query.Codes;
import io.vigil.api.query.TimeRange;
import io.vigil.stack.LocalStack;
import io.vigil.stack.Part;
import io.vigil.stack.StackConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class UnavailableIT {

    private static LocalStack stack;

    @BeforeAll
    static void start(@TempDir Path folder) {
        stack = new LocalStack(
                        StackConfig.everything(folder).withParts(Part.DYNAMODB).onFreePorts())
                .start();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void isReadyWithBothTablesAndTheIndex() {
        try (DynamoDbClient client = client(properties("blsAlarms", "EventTime"))) {
            var health = new DynamoDbHealthIndicator(client, properties("blsAlarms", "EventTime")).health();

            assertThat(health.getStatus()).isEqualTo(Status.UP);
        }
    }

    @Test
    void isNotReadyWithoutATableOrWithAnotherKeyOrWithoutTheIndex() {
        assertThat(healthOf(properties("another", "EventTime"))).contains("not there");
        assertThat(healthOf(properties("blsAlarms", "At"))).contains("its key is Device_id, EventTime");
        assertThat(healthOf(properties("blsEvents", "EventTime"))).contains("index RecentAlarms is not there");
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> read(properties("another", "EventTime")))
                .isInstanceOf(HistoryUnavailableException.class)
                .hasMessage("There is no table another.");
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    void doesNotWaitLongForWhatDoesNotAnswer() {
        stack.pause(Part.DYNAMODB);
        try {
            assertThatThrownBy(() -> read(properties("blsAlarms", "EventTime")))
                    .isInstanceOf(HistoryUnavailableException.class)
                    .hasMessage("DynamoDB does not answer at the moment.");
            assertThat(healthOf(properties("blsAlarms", "EventTime"))).contains("no answer");
        } finally {
            stack.resume(Part.DYNAMODB);
        }
    }

    private static String healthOf(DynamoDbProperties properties) {
        try (DynamoDbClient client = client(properties)) {
            var health = new DynamoDbHealthIndicator(client, properties).health();
            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            return health.getDetails().toString();
        }
    }

    private static void read(DynamoDbProperties properties) {
        try (DynamoDbClient client = client(properties)) {
            new DeviceItems(new TableQueries(client), properties)
                    .read(
                            new HistoryQuery(
                                    HistoryTable.ALARMS, "device", TimeRange.ALL, Order.NEWEST, Codes.of(null)),
                            10,
                            Optional.empty());
        }
    }

    private static DynamoDbClient client(DynamoDbProperties properties) {
        return new DynamoDbConnection().dynamoDbClient(properties);
    }

    private static DynamoDbProperties properties(String alarms, String sortKey) {
        return new DynamoDbProperties(
                stack.endpoints().dynamoDbEndpoint(),
                "us-east-1",
                "blsEvents",
                alarms,
                "Device_id",
                sortKey,
                Duration.ofSeconds(1));
    }
}
