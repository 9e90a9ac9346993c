package io.vigil.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigil.schemas.EventTable;
import io.vigil.schemas.Topics;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;

/**
 * Sets up the connectors that write to DynamoDB, through Connect's REST API. Alarms and events have a connector each, so
 * that a flood of routine events never delays an alarm. Their settings are in {@code sink-connector.properties}.
 */
final class SinkConnectors {

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration RUNNING_WITHIN = Duration.ofSeconds(60);
    private static final long ASK_EVERY_MILLIS = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Endpoints endpoints;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(REQUEST_TIMEOUT).build();

    SinkConnectors(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    /** Where a connector sets aside what it can never write. */
    static String deadLetters(String topic) {
        return topic + ".sink-dlq";
    }

    /**
     * Makes both, or brings their settings up to date, and returns when connectors and tasks run.
     *
     * @throws StackException when Connect refuses the settings, or one fails or does not run in time
     */
    void register() throws InterruptedException {
        configure("vigil-alarms", Topics.ALARMS, EventTable.ALARMS);
        configure("vigil-events", Topics.EVENTS, EventTable.EVENTS);
        awaitRunning("vigil-alarms");
        awaitRunning("vigil-events");
    }

    private void configure(String name, String topic, String table) throws InterruptedException {
        String body = settings(topic, table);
        long deadline = System.nanoTime() + RUNNING_WITHIN.toNanos();
        while (true) {
            HttpResponse<String> answer = send(request("/connectors/" + name + "/config")
                    .header("Content-Type", "application/json")
                    .PUT(BodyPublishers.ofString(body)));
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

    private void awaitRunning(String name) throws InterruptedException {
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

    private String settings(String topic, String table) {
        String text = Resources.text(
                "sink-connector.properties",
                Map.of(
                        "topic",
                        topic,
                        "table",
                        table,
                        "deadLetters",
                        deadLetters(topic),
                        "registryUrl",
                        endpoints.registryUrl(),
                        "dynamoDbEndpoint",
                        endpoints.dynamoDbEndpoint()));
        Properties settings = new Properties();
        try {
            settings.load(new StringReader(text));
            return JSON.writeValueAsString(settings);
        } catch (IOException e) {
            throw new IllegalStateException("sink-connector.properties is not what it should be", e);
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
        return HttpRequest.newBuilder(URI.create(endpoints.connectUrl() + path)).timeout(REQUEST_TIMEOUT);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws InterruptedException {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new StackException("Connect does not answer at " + endpoints.connectUrl() + ": " + e, e);
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
