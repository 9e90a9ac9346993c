package io.vigil.bench.reference;

import java.util.ArrayList;
import java.util.Collection;
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
    private Table table;

    /** Made by the Connect worker. */
    public ReferenceSinkTask() {}

    @Override
    public void start(Map<String, String> properties) {
        table = Table.open(properties, IN_FLIGHT);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        Map<String, WriteRequest> latest = new LinkedHashMap<>();
        for (SinkRecord record : records) {
            Map<?, ?> value = (Map<?, ?>) record.value();
            latest.put(value.get("Device_id") + "\n" + value.get("EventTime"), request(record));
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

    private static WriteRequest request(SinkRecord record) {
        return WriteRequest.builder()
                .putRequest(put -> put.item(Table.item(record)))
                .build();
    }

    private Void write(List<WriteRequest> batch) {
        Map<String, List<WriteRequest>> pending = Map.of(table.name(), batch);
        while (!pending.isEmpty()) {
            Map<String, List<WriteRequest>> now = pending;
            pending = table.client()
                    .batchWriteItem(request -> request.requestItems(now))
                    .unprocessedItems();
        }
        return null;
    }

    @Override
    public void stop() {
        executor.shutdownNow();
        if (table != null) {
            table.close();
        }
    }

    @Override
    public String version() {
        return "1";
    }
}
