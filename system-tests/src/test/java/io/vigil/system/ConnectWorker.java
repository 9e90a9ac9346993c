package io.vigil.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;

/** A Connect worker, by its REST API. */
final class ConnectWorker {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;

    ConnectWorker(String url) {
        this.url = url;
    }

    JsonNode plugins() throws Exception {
        return JSON.readTree(send("GET", "/connector-plugins", null).body());
    }

    JsonNode validate(String plugin, Map<String, String> settings) throws Exception {
        HttpResponse<String> answer = send("PUT", "/connector-plugins/" + plugin + "/config/validate", settings);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    /** Sets a connector up, or its settings anew; asks again for as long as the worker is busy with others. */
    void configure(String name, Map<String, String> settings) {
        Awaitility.await("connector " + name).atMost(TIMEOUT).untilAsserted(() -> {
            HttpResponse<String> answer = send("PUT", "/connectors/" + name + "/config", settings);
            assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        });
    }

    /** Stops a connector and its tasks, and keeps its settings and offsets. */
    void stop(String name) throws Exception {
        send("PUT", "/connectors/" + name + "/stop", null);
    }

    /** Lets a stopped connector run again. */
    void resume(String name) throws Exception {
        send("PUT", "/connectors/" + name + "/resume", null);
    }

    void delete(String name) throws Exception {
        send("DELETE", "/connectors/" + name, null);
    }

    /** Waits until the connector runs with this many tasks, all of them running. */
    void awaitRunning(String name, int tasks) {
        awaitTasks(name, "RUNNING", tasks);
    }

    /** Waits until this many tasks are in a state, and there are no others. */
    void awaitTasks(String name, String state, int tasks) {
        Awaitility.await(name + ' ' + state)
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(taskStates(name)).hasSize(tasks).containsOnly(state));
    }

    /** The state of each task. */
    List<String> taskStates(String name) throws Exception {
        return StreamSupport.stream(status(name).path("tasks").spliterator(), false)
                .map(task -> task.path("state").asText())
                .toList();
    }

    JsonNode status(String name) throws Exception {
        return JSON.readTree(
                send("GET", "/connectors/" + name + "/status", null).body());
    }

    private HttpResponse<String> send(String method, String path, Map<String, String> body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json");
        return http.send(
                request.method(
                                method,
                                body == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(JSON.writeValueAsString(body)))
                        .build(),
                BodyHandlers.ofString());
    }
}
