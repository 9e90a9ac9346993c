package io.vigil.schemas;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;

/**
 * As much of a schema registry as a test of a client needs, to show what a real one cannot be made to: errors on
 * demand, and how often it was asked. The real one is in the system tests.
 */
public final class RegistryStub implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final List<String> schemas = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile boolean conflict;

    /** A registry on a free port of this machine. */
    public RegistryStub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    /** The URL for {@code schema.registry.url}. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Properties of a client of this registry that does not wait long. */
    public Map<String, Object> clientProperties() {
        return Map.of("schema.registry.url", url(), "max.retries", 2, "retries.wait.ms", 1, "retries.max.wait.ms", 5);
    }

    /** Registers a schema and answers its id. */
    public int add(Schema schema) {
        return idOf(schema.toString());
    }

    /** The next requests are answered with 503. */
    public void failNext(int requests) {
        failures.set(requests);
    }

    /** From now on no version can be registered: 409. */
    public void refuseVersions() {
        conflict = true;
    }

    /** Method and path of all requests so far. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** The Authorization headers of all requests so far. */
    public List<String> authorizations() {
        return List.copyOf(authorizations);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requests.add(exchange.getRequestMethod() + ' ' + path);
        authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            respond(exchange, 503, "{\"error_code\":50302,\"message\":\"not now\"}");
        } else if (path.startsWith("/schemas/ids/")) {
            int id = Integer.parseInt(path.substring("/schemas/ids/".length()));
            if (id >= 1 && id <= schemas.size()) {
                respond(
                        exchange,
                        200,
                        JSON.createObjectNode()
                                .put("schema", schemas.get(id - 1))
                                .toString());
            } else {
                respond(exchange, 404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
            }
        } else if (path.startsWith("/subjects/") && "POST".equals(exchange.getRequestMethod())) {
            String schema =
                    JSON.readTree(exchange.getRequestBody()).path("schema").asText();
            if (path.endsWith("/versions") && conflict) {
                respond(exchange, 409, "{\"error_code\":409,\"message\":\"a conflict\"}");
            } else if (path.endsWith("/versions") || schemas.contains(schema)) {
                respond(exchange, 200, "{\"id\":" + idOf(schema) + '}');
            } else {
                respond(exchange, 404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
            }
        } else {
            respond(exchange, 404, "{\"error_code\":40401,\"message\":\"Subject not found\"}");
        }
    }

    private synchronized int idOf(String schema) {
        if (!schemas.contains(schema)) {
            schemas.add(schema);
        }
        return schemas.indexOf(schema) + 1;
    }

    private static void respond(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
