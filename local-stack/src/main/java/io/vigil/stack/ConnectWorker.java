package io.vigil.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** A Connect worker, by its REST API. */
public final class ConnectWorker {

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration RUNNING_WITHIN = Duration.ofSeconds(60);
    private static final long ASK_EVERY_MILLIS = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String url;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(REQUEST_TIMEOUT).build();

    /**
     * A worker that is there already.
     *
     * @param url of its REST API, as {@link Endpoints#connectUrl()} has it
     */
    public ConnectWorker(String url) {
        this.url = url;
    }

    /**
     * Makes a connector, or brings its settings up to date. Asks again while the worker is busy with others.
     *
     * @throws StackException when Connect refuses the settings, or does not answer
     */
    public void configure(String name, Map<String, String> settings) throws InterruptedException {
        sendSettings("PUT", name, settings);
    }

    /**
     * Changes some settings of a connector, and leaves the others (KIP-477). Asks again while the worker is busy.
     *
     * @throws StackException when Connect refuses the settings, or does not answer
     */
    public void change(String name, Map<String, String> settings) throws InterruptedException {
        sendSettings("PATCH", name, settings);
    }

    private void sendSettings(String method, String name, Map<String, String> settings) throws InterruptedException {
        String body = body(settings);
        long deadline = System.nanoTime() + RUNNING_WITHIN.toNanos();
        while (true) {
            HttpResponse<String> answer = send(request("/connectors/" + name + "/config")
                    .header("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofString(body)));
            if (answer.statusCode() < 300) {
                return;
            }
            // 409 while the worker rebalances, 5xx while it starts; 4xx is an opinion about the settings.
            boolean passes = answer.statusCode() == 409 || answer.statusCode() >= 500;
            if (!passes || System.nanoTime() - deadline > 0) {
                throw new StackException("Connect refuses the connector " + name + ": " + message(answer));
            }
            Thread.sleep(ASK_EVERY_MILLIS);
        }
    }

    /**
     * Returns when a connector and all its tasks run.
     *
     * @throws StackException when one fails, or does not run in time
     */
    public void awaitRunning(String name) throws InterruptedException {
        long deadline = System.nanoTime() + RUNNING_WITHIN.toNanos();
        while (true) {
            HttpResponse<String> answer =
                    send(request("/connectors/" + name + "/status").GET());
            JsonNode status = answer.statusCode() == 200 ? json(answer) : JSON.createObjectNode();
            if (isRunning(status)) {
                return;
            }
            JsonNode failed = firstFailed(status);
            if (!failed.isMissingNode()) {
                String trace = failed.path("trace").asText();
                throw new StackException("the connector " + name + " failed: "
                        + trace.lines().findFirst().orElse("no trace"));
            }
            if (System.nanoTime() - deadline > 0) {
                throw new StackException("the connector " + name + " does not run after " + RUNNING_WITHIN.toSeconds()
                        + " s: " + answer.body());
            }
            Thread.sleep(ASK_EVERY_MILLIS);
        }
    }

    /**
     * Removes a connector with its tasks, if it is there.
     *
     * @throws StackException when Connect does not answer
     */
    public void delete(String name) throws InterruptedException {
        send(request("/connectors/" + name).DELETE());
    }

    private static String body(Map<String, String> settings) {
        try {
            return JSON.writeValueAsString(settings);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A map of strings is JSON", e);
        }
    }

    private static boolean isRunning(JsonNode status) {
        if (!status.path("connector").path("state").asText().equals("RUNNING")) {
            return false;
        }
        JsonNode tasks = status.path("tasks");
        for (JsonNode task : tasks) {
            if (!task.path("state").asText().equals("RUNNING")) {
                return false;
            }
        }
        return !tasks.isEmpty();
    }

    private static JsonNode firstFailed(JsonNode status) {
        if (status.path("connector").path("state").asText().equals("FAILED")) {
            return status.path("connector");
        }
        for (JsonNode task : status.path("tasks")) {
            if (task.path("state").asText().equals("FAILED")) {
                return task;
            }
        }
        return JSON.missingNode();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(REQUEST_TIMEOUT);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws InterruptedException {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new StackException("Connect does not answer at " + url + ": " + e, e);
        }
    }

    private static String message(HttpResponse<String> answer) {
        try {
            String message = JSON.readTree(answer.body()).path("message").asText();
            return message.isEmpty() ? "HTTP " + answer.statusCode() : message;
        } catch (JsonProcessingException notJson) {
            return "HTTP " + answer.statusCode();
        }
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new StackException("Connect's answer is not JSON: " + answer.body(), e);
        }
    }
}
