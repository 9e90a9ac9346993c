package io.vigil.stack.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before DynamoDB Local and does what a real DynamoDB, or the network before it, does on a bad day, which DynamoDB
 * Local never does. Only writes go wrong. Its random numbers are the same in every run, but for who asks first.
 */
public final class FaultProxy implements AutoCloseable {

    static {
        // Or each answer waits some 40 ms for a delayed ACK. Read once, when the first server is made.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final String BATCH_WRITE = "BatchWriteItem";
    private static final Set<String> WRITES = Set.of(BATCH_WRITE, "PutItem", "DeleteItem");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI target;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final ExecutorService executor = Executors.newCachedThreadPool(task -> new Thread(task, "fault-proxy"));
    private final HttpServer server;
    private final Random random = new Random(1);
    private final AtomicInteger items = new AtomicInteger();
    private final AtomicInteger unprocessed = new AtomicInteger();
    private final AtomicInteger throttled = new AtomicInteger();
    private final AtomicInteger errorsAfterWriting = new AtomicInteger();
    private volatile double unprocessedShare;
    private volatile double throttledShare;
    private volatile double failedShare;
    private volatile double resetShare;
    private volatile CountDownLatch answering = new CountDownLatch(0);
    private volatile String authorization = "";
    private volatile Duration longestDelay = Duration.ZERO;

    /**
     * Listens on a free port of 127.0.0.1, and passes on what comes.
     *
     * @param target DynamoDB Local's endpoint
     */
    public FaultProxy(URI target) throws IOException {
        this.target = target;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(executor);
        server.createContext("/", this::handle);
        server.start();
    }

    /** The URL for {@code aws.endpoint}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Leaves this share of the items of a batch unprocessed. */
    public void leaveUnprocessed(double share) {
        unprocessedShare = share;
    }

    /** Refuses this share of the writes for being too many. */
    public void throttle(double share) {
        throttledShare = share;
    }

    /** Answers this share of the writes with 500, half of them having been done. */
    public void fail(double share) {
        failedShare = share;
    }

    /** Closes the connection on this share of the writes, which are not done, and not answered. */
    public void reset(double share) {
        resetShare = share;
    }

    /** Answers no write, until {@link #behave()}: then the connections of those that came are closed. */
    public void hang() {
        answering = new CountDownLatch(1);
    }

    /** From now on, all goes well again. */
    public void behave() {
        unprocessedShare = 0;
        throttledShare = 0;
        failedShare = 0;
        resetShare = 0;
        answering.countDown();
    }

    /** Does the next writes and answers 500 all the same. */
    public void failAfterWriting(int requests) {
        errorsAfterWriting.set(requests);
    }

    /** Answers a batch after a time from 0 to this, so that requests overtake each other. */
    public void answerWithin(Duration longest) {
        longestDelay = longest;
    }

    /** By whom the last request says to be. */
    public String authorization() {
        return authorization;
    }

    /** How many items came to be written so far, but for those of refused requests. */
    public int items() {
        return items.get();
    }

    /** How many of them it has left unprocessed. */
    public int unprocessed() {
        return unprocessed.get();
    }

    /** How many requests it has refused for being too many. */
    public int throttled() {
        return throttled.get();
    }

    @Override
    public void close() {
        behave();
        server.stop(0);
        executor.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        authorization = exchange.getRequestHeaders().getFirst("Authorization");
        String operation = exchange.getRequestHeaders().getFirst("X-Amz-Target").replaceAll(".*\\.", "");
        if (!WRITES.contains(operation)) {
            forward(exchange, body);
        } else if (hasToWait() || chance(resetShare)) {
            exchange.close();
        } else if (chance(throttledShare)) {
            throttled.incrementAndGet();
            respondError(exchange, 400, "ThrottlingException");
        } else if (chance(failedShare)) {
            if (chance(0.5)) {
                send(exchange, body);
            }
            respondError(exchange, 500, "InternalServerError");
        } else if (errorsAfterWriting.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            send(exchange, body);
            respondError(exchange, 500, "InternalServerError");
        } else if (BATCH_WRITE.equals(operation)) {
            writeBatch(exchange, body);
        } else {
            items.incrementAndGet();
            forward(exchange, body);
        }
    }

    private void writeBatch(HttpExchange exchange, byte[] body) throws IOException {
        delay();
        ObjectNode request = (ObjectNode) JSON.readTree(body);
        ObjectNode unprocessed = JSON.createObjectNode();
        for (Map.Entry<String, JsonNode> table : request.path("RequestItems").properties()) {
            items.addAndGet(table.getValue().size());
            holdBack(table.getKey(), (ArrayNode) table.getValue(), unprocessed);
        }
        if (unprocessed.isEmpty()) {
            forward(exchange, body);
            return;
        }
        removeEmpty(request);
        if (!request.path("RequestItems").isEmpty()) {
            send(exchange, JSON.writeValueAsBytes(request));
        }
        respond(
                exchange,
                200,
                JSON.createObjectNode().set("UnprocessedItems", unprocessed).toString());
    }

    /** Whether the request came while nothing was answered; returns when that is over. */
    private boolean hasToWait() throws IOException {
        CountDownLatch now = answering;
        if (now.getCount() == 0) {
            return false;
        }
        try {
            now.await();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        return true;
    }

    private void delay() throws IOException {
        try {
            TimeUnit.NANOSECONDS.sleep((long) (nextRandom() * longestDelay.toNanos()));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private boolean chance(double share) {
        return share > 0 && nextRandom() < share;
    }

    private synchronized double nextRandom() {
        return random.nextDouble();
    }

    private synchronized void holdBack(String table, ArrayNode requests, ObjectNode unprocessed) {
        for (int i = requests.size() - 1; i >= 0; i--) {
            if (random.nextDouble() < unprocessedShare) {
                this.unprocessed.incrementAndGet();
                unprocessed.withArray("/" + table).add(requests.remove(i));
            }
        }
    }

    private static void removeEmpty(ObjectNode request) {
        ObjectNode tables = (ObjectNode) request.path("RequestItems");
        tables.properties().stream()
                .filter(table -> table.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList()
                .forEach(tables::remove);
    }

    private void forward(HttpExchange exchange, byte[] body) throws IOException {
        HttpResponse<String> response = send(exchange, body);
        respond(exchange, response.statusCode(), response.body());
    }

    private HttpResponse<String> send(HttpExchange exchange, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(target).POST(BodyPublishers.ofByteArray(body));
        for (String name : new String[] {"X-Amz-Target", "Authorization", "X-Amz-Date", "Content-Type"}) {
            request.header(name, exchange.getRequestHeaders().getFirst(name));
        }
        try {
            return client.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new InterruptedIOException(e.getMessage());
    }

    private static void respondError(HttpExchange exchange, int status, String error) throws IOException {
        respond(exchange, status, "{\"__type\":\"com.amazonaws.dynamodb.v20120810#" + error + "\"}");
    }

    private static void respond(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
