package io.vigil.bench;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** The limit: the SDK's asynchronous client with 8 batches of 25 in flight, and records that it makes itself. */
final class BareLoopMain {

    private static final int BATCH_SIZE = 25;
    private static final int IN_FLIGHT = 8;

    private final DynamoDbAsyncClient client;
    private final Semaphore free = new Semaphore(IN_FLIGHT);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private BareLoopMain(DynamoDbAsyncClient client) {
        this.client = client;
    }

    /**
     * Prints that it is ready, waits for a line, writes, and stays until standard input ends, so that it can be asked
     * what CPU time it took.
     *
     * @param args the endpoint's URL, and how many records
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        try (DynamoDbAsyncClient client = BenchClient.of(URI.create(args[0]))
                .httpClientBuilder(NettyNioAsyncHttpClient.builder().maxConcurrency(IN_FLIGHT))
                .build()) {
            System.out.println("ready");
            if (System.in.read() < 0) {
                return;
            }
            new BareLoopMain(client).write(Integer.parseInt(args[1]));
            while (System.in.read() >= 0) {
                // Only its end counts.
            }
        }
    }

    private void write(int records) throws InterruptedException {
        for (int from = 0; from < records; from += BATCH_SIZE) {
            free.acquire();
            if (failure.get() != null) {
                throw new BenchException("a request failed", failure.get());
            }
            send(Map.of(Endpoint.TABLE, batch(from, Math.min(from + BATCH_SIZE, records))))
                    .whenComplete((done, failed) -> {
                        failure.compareAndSet(null, failed);
                        free.release();
                    });
        }
        free.acquire(IN_FLIGHT);
    }

    private CompletableFuture<Void> send(Map<String, List<WriteRequest>> requests) {
        return client.batchWriteItem(request -> request.requestItems(requests))
                .thenCompose(response -> response.unprocessedItems().isEmpty()
                        ? CompletableFuture.completedFuture(null)
                        : send(response.unprocessedItems()));
    }

    private static List<WriteRequest> batch(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(SampleRecords::item)
                .map(item ->
                        WriteRequest.builder().putRequest(put -> put.item(item)).build())
                .toList();
    }
}
