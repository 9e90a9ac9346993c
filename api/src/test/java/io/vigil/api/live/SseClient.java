package io.vigil.api.live;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads one stream as a browser does (WHATWG HTML, 9.2.6), on a thread of its own. */
final class SseClient implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final HttpResponse<InputStream> response;
    private final List<Received> received = Collections.synchronizedList(new ArrayList<>());
    private final Thread thread = new Thread(this::read, "sse-client");
    private final AtomicInteger comments = new AtomicInteger();
    private volatile boolean ended;

    private SseClient(HttpResponse<InputStream> response) {
        this.response = response;
    }

    static SseClient open(URI uri) throws Exception {
        return open(uri, Optional.empty());
    }

    static SseClient open(URI uri, Optional<String> lastEventId) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Accept", "text/event-stream");
        lastEventId.ifPresent(id -> request.header("Last-Event-ID", id));
        SseClient client = new SseClient(HTTP.send(request.build(), BodyHandlers.ofInputStream()));
        client.thread.start();
        return client;
    }

    HttpResponse<InputStream> response() {
        return response;
    }

    /** All messages so far. */
    List<Received> received() {
        synchronized (received) {
            return List.copyOf(received);
        }
    }

    /** All messages so far of some event types, such as {@code alarm}. */
    List<Received> received(String... events) {
        return received().stream()
                .filter(message -> List.of(events).contains(message.event()))
                .toList();
    }

    Optional<String> lastEventId() {
        int count = received.size();
        return count == 0
                ? Optional.empty()
                : Optional.of(received.get(count - 1).id());
    }

    /** How many messages came that mean nothing. */
    int comments() {
        return comments.get();
    }

    /** Whether the server has ended the stream. */
    boolean hasEnded() {
        return ended;
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            String id = "";
            List<String> message = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isEmpty()) {
                    message.add(line);
                    continue;
                }
                if (message.equals(List.of(":"))) {
                    comments.incrementAndGet();
                }
                id = field(message, "id").orElse(id);
                String lastId = id;
                field(message, "event")
                        .ifPresent(event -> received.add(new Received(
                                lastId, event, field(message, "data").orElseThrow())));
                message.clear();
            }
        } catch (IOException e) {
            // Ended by one of the two sides.
        } finally {
            ended = true;
        }
    }

    private static Optional<String> field(List<String> message, String name) {
        return message.stream()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst();
    }

    /** Breaks the connection, and returns when nothing more can be received. */
    @Override
    public void close() throws IOException {
        response.body().close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One message. */
    record Received(String id, String event, String data) {

        private static final JsonMapper JSON = new JsonMapper();

        JsonNode json() {
            return JSON.readTree(data);
        }

        String deviceId() {
            return json().path("deviceId").asString();
        }

        int code() {
            return json().path("code").asInt();
        }
    }
}
