package io.vigil.bench.reference;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Converts, keeps the last record of each key, writes batches of 25 with 8 requests in flight, awaits them all. It checks
 * nothing, counts nothing and reports nothing, and any failure ends it; what is left unprocessed it sends again at once.
 */
public final class ReferenceSinkTask extends SinkTask {

    private static final int BATCH_SIZE = 25;
    private static final int IN_FLIGHT = 8;

    private final ExecutorService executor =
            Executors.newFixedThreadPool(IN_FLIGHT, task -> new Thread(task, "reference-sink-writer"));
    private DynamoDbClient client;
    private String table;

    /** Made by the Connect worker. */
    public ReferenceSinkTask() {}

    @Override
    public void start(Map<String, String> properties) {
        table = properties.get(ReferenceSinkConnector.TABLE);
        client = DynamoDbClient.builder()
                .endpointOverride(URI.create(properties.get(ReferenceSinkConnector.ENDPOINT)))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("bench", "bench")))
                .httpClientBuilder(Apache5HttpClient.builder().maxConnections(IN_FLIGHT))
                .build();
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        Map<String, WriteRequest> latest = new LinkedHashMap<>();
        for (SinkRecord record : records) {
            Map<?, ?> value = (Map<?, ?>) record.value();
            latest.put(value.get("Device_id") + "\n" + value.get("EventTime"), request(value));
        }
        List<WriteRequest> requests = List.copyOf(latest.values());
        List<Callable<Void>> batches = new ArrayList<>();
        for (int from = 0; from < requests.size(); from += BATCH_SIZE) {
            List<WriteRequest> batch = requests.subList(from, Math.min(from + BATCH_SIZE, requests.size()));
            batches.add(() -> write(batch));
        }
        try {
            for (Future<Void> batch : executor.invokeAll(batches)) {
                batch.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("Interrupted while writing", e);
        } catch (ExecutionException e) {
            throw new ConnectException(e.getCause());
        }
    }

    private static WriteRequest request(Map<?, ?> value) {
        Map<String, AttributeValue> item = new HashMap<>();
        value.forEach((name, field) -> item.put(
                (String) name,
                field instanceof String text ? AttributeValue.fromS(text) : AttributeValue.fromN(field.toString())));
        return WriteRequest.builder().putRequest(put -> put.item(item)).build();
    }

    private Void write(List<WriteRequest> batch) {
        Map<String, List<WriteRequest>> pending = Map.of(table, batch);
        while (!pending.isEmpty()) {
            Map<String, List<WriteRequest>> now = pending;
            pending =
                    client.batchWriteItem(request -> request.requestItems(now)).unprocessedItems();
        }
        return null;
    }

    @Override
    public void stop() {
        executor.shutdownNow();
        if (client != null) {
            client.close();
        }
    }

    @Override
    public String version() {
        return "1";
    }
}
