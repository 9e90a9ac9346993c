package io.vigil.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Asks the API for a device's history, page by page over one connection, as somebody who scrolls back to the oldest. */
final class HistoryPages {

    /** Of a device: where it has 1,000 items, a page has the API's default of 100. */
    static final int PAGES = 10;

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final RetryPolicy<Boolean> UNTIL_READY = RetryPolicy.<Boolean>builder()
            .handle(IOException.class)
            .handleResult(false)
            .withDelay(Duration.ofMillis(100))
            .withMaxAttempts(-1)
            .withMaxDuration(Duration.ofMinutes(2))
            .build();

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final String url;
    private final int items;
    private final int limit;

    /**
     * Of an API.
     *
     * @param items of each device
     */
    HistoryPages(String url, int items) {
        this.url = url;
        this.items = items;
        this.limit = Math.max(1, items / PAGES);
    }

    /**
     * Returns when the API can answer.
     *
     * @throws BenchException when it has ended, or takes more than two minutes
     */
    void awaitReady(ChildProcess api) {
        boolean ready = Failsafe.with(UNTIL_READY).get(() -> {
            api.requireAlive();
            return get("/actuator/health/readiness").statusCode() == 200;
        });
        if (!ready) {
            throw api.failed("is not ready");
        }
    }

    /**
     * Reads all of a device's events.
     *
     * @throws BenchException when they are not as many as there have to be
     */
    Visit visit(String device) throws IOException, InterruptedException {
        String path = "/api/v1/devices/" + device + "/events?limit=" + limit;
        Timed page = page(path);
        long firstMicros = page.micros();
        int found = page.items();
        while (found < items && !page.next().isEmpty()) {
            page = page(path + "&cursor=" + page.next());
            found += page.items();
        }
        if (found != items) {
            throw new BenchException("the API has " + found + " events of " + device + ", not " + items);
        }
        return new Visit(firstMicros, page.micros());
    }

    private Timed page(String path) throws IOException, InterruptedException {
        long asked = System.nanoTime();
        HttpResponse<byte[]> response = get(path);
        long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - asked);
        if (response.statusCode() != 200) {
            throw new BenchException("the API answers " + path + " with status " + response.statusCode());
        }
        JsonNode page = JSON.readTree(response.body());
        return new Timed(micros, page.path("items").size(), page.path("next").asText());
    }

    private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(url + path)).timeout(TIMEOUT).build(), BodyHandlers.ofByteArray());
    }

    /**
     * One device's.
     *
     * @param firstMicros what the first page took
     * @param lastMicros what the page took with which all were there
     */
    record Visit(long firstMicros, long lastMicros) {}

    /** A page, with the cursor of the next one, or none. */
    private record Timed(long micros, int items, String next) {}
}
