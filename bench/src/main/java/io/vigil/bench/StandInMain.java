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
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Speaks as much of DynamoDB's HTTP API as a sink needs: DescribeTable, BatchWriteItem, PutItem, on any table. Stores
 * nothing but the keys with their versions; a write is done when it is answered. Answers GET on {@code /counts} with {@link Counts}, and forgets them on DELETE.
 *
 * <p>Its JVM needs {@code -Dsun.net.httpserver.nodelay=true}, or each answer waits some 40 ms for a delayed ACK.
 */
final class StandInMain {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final WriteLog log = new WriteLog();
    private final int leastMillis;
    private final int mostMillis;
    private final double unprocessedShare;

    private StandInMain(int leastMillis, int mostMillis, double unprocessedShare) {
        this.leastMillis = leastMillis;
        this.mostMillis = mostMillis;
        this.unprocessedShare = unprocessedShare;
    }

    /**
     * Prints the port, and serves until standard input ends.
     *
     * @param args the least and the most time for a write in milliseconds, and the share of a batch's items that it leaves
     *     unprocessed
     */
    public static void main(String[] args) throws IOException {
        StandInMain standIn =
                new StandInMain(Integer.parseInt(args[0]), Integer.parseInt(args[1]), Double.parseDouble(args[2]));
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
            case "BatchWriteItem" -> write(exchange, request.path("RequestItems"));
            case "PutItem" -> answer(exchange, 200, put(request));
            case "DescribeTable" ->
                answer(exchange, 200, describe(request.path("TableName").asText()));
            default -> refuse(exchange, "com.amazon.coral.service#UnknownOperationException", "no such operation");
        }
    }

    private void write(HttpExchange exchange, JsonNode tables) throws IOException {
        log.begin(System.nanoTime());
        Map<String, Long> written = new HashMap<>();
        Set<String> keys = new HashSet<>();
        boolean twice = false;
        ObjectNode unprocessed = JSON.createObjectNode();
        for (Map.Entry<String, JsonNode> table : tables.properties()) {
            for (JsonNode request : table.getValue()) {
                JsonNode item = request.at("/PutRequest/Item");
                twice |= !keys.add(key(item));
                if (ThreadLocalRandom.current().nextDouble() < unprocessedShare) {
                    unprocessed.withArray('/' + table.getKey()).add(request);
                } else {
                    written.put(key(item), version(item));
                }
            }
        }
        pause();
        if (twice) {
            log.end(Map.of(), System.nanoTime());
            refuse(
                    exchange,
                    "com.amazon.coral.validate#ValidationException",
                    "Provided list of item keys contains duplicates");
        } else {
            log.end(written, System.nanoTime());
            answer(exchange, 200, JSON.createObjectNode().set("UnprocessedItems", unprocessed));
        }
    }

    private ObjectNode put(JsonNode request) {
        log.begin(System.nanoTime());
        pause();
        JsonNode item = request.path("Item");
        log.end(Map.of(key(item), version(item)), System.nanoTime());
        return JSON.createObjectNode();
    }

    private static String key(JsonNode item) {
        return item.path(SampleRecords.PARTITION_KEY).path("S").asText()
                + '\n'
                + item.path(SampleRecords.SORT_KEY).path("S").asText();
    }

    private static long version(JsonNode item) {
        return item.path(HotKeys.VERSION).path("N").asLong();
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(leastMillis, mostMillis + 1));
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

    private static void refuse(HttpExchange exchange, String type, String message) throws IOException {
        answer(exchange, 400, JSON.createObjectNode().put("__type", type).put("message", message));
    }

    private static void answer(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
