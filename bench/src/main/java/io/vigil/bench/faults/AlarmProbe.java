package io.vigil.bench.faults;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import io.vigil.bench.BenchException;
import io.vigil.events.DeviceEvent;
import io.vigil.producer.EventProducer;
import io.vigil.schemas.EventTable;
import io.vigil.stack.Endpoints;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Sends an SOS now and then, and looks when it is in its table. */
final class AlarmProbe implements AutoCloseable {

    private static final int SOS = 6;
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(2);

    /** Longer than any client's own retries: who has not come by then never will. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final RetryPolicy<Boolean> UNTIL_THERE = RetryPolicy.<Boolean>builder()
            .handle(Exception.class)
            .handleResult(false)
            .withDelay(Duration.ofMillis(20))
            .withMaxAttempts(-1)
            .withMaxDuration(PATIENCE)
            .build();

    private final EventProducer events;
    private final DynamoDbClient dynamoDb;
    private final ExecutorService executor = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "alarm-probe");
        thread.setDaemon(true);
        return thread;
    });
    private int sent;

    AlarmProbe(Endpoints endpoints) {
        events = EventProducer.create(Map.of(
                "bootstrap.servers", endpoints.bootstrapServers(), "schema.registry.url", endpoints.registryUrl()));
        dynamoDb = DynamoDbClient.builder()
                .endpointOverride(URI.create(endpoints.dynamoDbEndpoint()))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "one")))
                .overrideConfiguration(
                        client -> client.apiCallTimeout(REQUEST_TIMEOUT).apiCallAttemptTimeout(REQUEST_TIMEOUT))
                .build();
    }

    /**
     * Sends an alarm of a device of its own.
     *
     * @return the seconds until it is in its table; fails if it is not there in time
     */
    CompletableFuture<Double> send() {
        DeviceEvent sos = DeviceEvent.newBuilder()
                .setEventCode(SOS)
                .setDeviceId("probe-" + ++sent)
                .setEventTime(Instant.ofEpochMilli(System.currentTimeMillis()))
                .build();
        long began = System.nanoTime();
        return CompletableFuture.supplyAsync(() -> events.send(sos), executor)
                .thenCompose(delivered -> delivered)
                .thenApplyAsync(
                        delivered -> {
                            if (!Failsafe.with(UNTIL_THERE).get(() -> isThere(sos))) {
                                throw new BenchException("the alarm of " + sos.getDeviceId() + " is not in its table "
                                        + PATIENCE.toSeconds() + " s after it was sent");
                            }
                            return (System.nanoTime() - began) / 1e9;
                        },
                        executor);
    }

    /** How many it has sent. */
    int sent() {
        return sent;
    }

    private boolean isThere(DeviceEvent event) {
        String sortKey = EventTable.sortKey(event.getEventTime().toEpochMilli(), event.getEventCode());
        return dynamoDb.getItem(get -> get.tableName(EventTable.ALARMS)
                        .consistentRead(true)
                        .key(Map.of(
                                EventTable.DEVICE_ID, AttributeValue.fromS(event.getDeviceId()),
                                EventTable.EVENT_TIME, AttributeValue.fromS(sortKey))))
                .hasItem();
    }

    @Override
    public void close() {
        executor.shutdownNow();
        events.close();
        dynamoDb.close();
    }
}
