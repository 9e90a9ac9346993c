package io.vigil.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Speaks as much of DynamoDB's HTTP API as a sink needs: DescribeTable, BatchWriteItem, PutItem, on any table. Stores
 * nothing but the keys. Answers GET on {@code /counts} with {@link Counts}, and forgets them on DELETE.
 *
 * <p>Its JVM needs {@code -Dsun.net.httpserver.nodelay=true}, or each answer waits some 40 ms for a delayed ACK.
 */
final class StandInMain {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final WriteLog log = new WriteLog();
    private final int latencyMillis;
    private final double unprocessedShare;

    private StandInMain(int latencyMillis, double unprocessedShare) {
        this.latencyMillis = latencyMillis;
        this.unprocessedShare = unprocessedShare;
    }

    /**
     * Prints the port, and serves until standard input ends.
     *
     * @param args the time for a write in milliseconds, and the share of items that it leaves unprocessed
     */
    public static void main(String[] args) throws IOException {
        StandInMain standIn = new StandInMain(Integer.parseInt(args[0]), Double.parseDouble(args[1]));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService executor = Executors.newCachedThreadPool(task -> new Thread(task, "stand-in"));
        server.setExecutor(executor);
        server.createContext("/", standIn::serve);
        server.createContext("/counts", standIn::serveCounts);
        server.start();
        System.out.println(server.getAddress().getPort());
        while (System.in.read() >= 0) {
            // Only its end counts.
        }
        server.stop(0);
        executor.shutdownNow();
    }

    private void serveCounts(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("DELETE")) {
            log.reset();
        }
        answer(exchange, 200, JSON.valueToTree(log.counts()));
    }

    private void serve(HttpExchange exchange) throws IOException {
        JsonNode request = JSON.readTree(exchange.getRequestBody());
        String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
        switch (target.substring(target.indexOf('.') + 1)) {
            case "BatchWriteItem" -> answer(exchange, 200, write(request.path("RequestItems")));
            case "PutItem" -> answer(exchange, 200, put(request));
            case "DescribeTable" ->
                answer(exchange, 200, describe(request.path("TableName").asText()));
            default ->
                answer(
                        exchange,
                        400,
                        JSON.createObjectNode().put("__type", "com.amazon.coral.service#UnknownOperationException"));
        }
    }

    private ObjectNode write(JsonNode tables) {
        log.begin(System.nanoTime());
        List<String> written = new ArrayList<>();
        ObjectNode unprocessed = JSON.createObjectNode();
        for (Map.Entry<String, JsonNode> table : tables.properties()) {
            for (JsonNode request : table.getValue()) {
                if (ThreadLocalRandom.current().nextDouble() < unprocessedShare) {
                    unprocessed.withArray('/' + table.getKey()).add(request);
                } else {
                    written.add(key(request.at("/PutRequest/Item")));
                }
            }
        }
        pause();
        log.end(written, System.nanoTime());
        return JSON.createObjectNode().set("UnprocessedItems", unprocessed);
    }

    private ObjectNode put(JsonNode request) {
        log.begin(System.nanoTime());
        pause();
        log.end(List.of(key(request.path("Item"))), System.nanoTime());
        return JSON.createObjectNode();
    }

    private static String key(JsonNode item) {
        return item.path(SampleRecords.PARTITION_KEY).path("S").asText()
                + '\n'
                + item.path(SampleRecords.SORT_KEY).path("S").asText();
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(latencyMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ObjectNode describe(String name) {
        ObjectNode answer = JSON.createObjectNode();
        ObjectNode table = answer.putObject("Table").put("TableName", name).put("TableStatus", "ACTIVE");
        ArrayNode schema = table.putArray("KeySchema");
        schema.addObject().put("AttributeName", SampleRecords.PARTITION_KEY).put("KeyType", "HASH");
        schema.addObject().put("AttributeName", SampleRecords.SORT_KEY).put("KeyType", "RANGE");
        return answer;
    }

    private static void answer(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
