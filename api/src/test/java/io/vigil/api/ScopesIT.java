package io.vigil.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/** The whole API with authentication. Nothing is behind it: whether a request is let in is seen all the same. */
class ScopesIT {

    /** {@code vigil_events} and {@code vigil_alarms}. */
    private static final String[] SETTINGS = {
        "--server.port=0",
        "--vigil.kafka.bootstrap.servers=127.0.0.1:1",
        "--vigil.dynamodb.endpoint=http://127.0.0.1:1",
        "--vigil.security.api-keys[0].name=events",
        "--vigil.security.api-keys[0].sha256=71b60972e2f266890ab18e0a03ffa8d3d58f3e09bacc3c7f5b80789f19d7caaf",
        "--vigil.security.api-keys[0].scopes=events.read",
        "--vigil.security.api-keys[1].name=alarms",
        "--vigil.security.api-keys[1].sha256=c2638058b598af95995a70ce8161bd2135cc3273e99782987d721af47095f001",
        "--vigil.security.api-keys[1].scopes=alarms.read",
    };

    private static ServletWebServerApplicationContext api;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    @BeforeAll
    static void start() {
        api = (ServletWebServerApplicationContext) SpringApplication.run(VigilApi.class, SETTINGS);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @ParameterizedTest
    @CsvSource({
        "events,type=event,200",
        "events,type=device,200",
        "events,'type=event,device',200",
        "events,type=alarm,403",
        "events,,403",
        "alarms,type=alarm,200",
        "alarms,type=event,403",
        "alarms,type=device,403",
        "alarms,,403",
        "alarms,'type=alarm,event',403",
        "alarms,type=alarm&type=device,403",
    })
    void streamsWhatAKeyMayRead(String key, String query, int status) throws Exception {
        assertThat(status("/api/v1/stream?" + (query == null ? "" : query), "vigil_" + key))
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "events,devices { items { deviceId } },true",
        "alarms,devices { items { deviceId } },false",
        "events,device(deviceId: \"a\") { deviceId },true",
        "alarms,device(deviceId: \"a\") { deviceId },false",
        "events,events(deviceId: \"a\") { items { id } },true",
        "alarms,events(deviceId: \"a\") { items { id } },false",
        "alarms,alarms(deviceId: \"a\") { items { id } },true",
        "events,alarms(deviceId: \"a\") { items { id } },false",
        "alarms,recentAlarms { items { id } },true",
        "events,recentAlarms { items { id } },false",
        "events,blsEvents(deviceId: \"a\") { event },true",
        "alarms,blsEvents(deviceId: \"a\") { event },false",
        "alarms,blsAlarms(deviceId: \"a\") { event },true",
        "events,blsAlarms(deviceId: \"a\") { event },false",
        "events,blsEventsAll(deviceId: \"a\") { totalCount },true",
        "alarms,blsEventsAll(deviceId: \"a\") { totalCount },false",
        "alarms,blsAlarmsAll(deviceId: \"a\") { totalCount },true",
        "events,blsAlarmsAll(deviceId: \"a\") { totalCount },false",
    })
    void answersTheQueriesOfAKey(String key, String query, boolean allowed) throws Exception {
        String body = JsonMapper.shared().writeValueAsString(Map.of("query", "{ " + query + " }"));

        String answer = client.send(
                        request("/graphql", "vigil_" + key)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();

        assertThat(answer).doesNotContain("ValidationError", "InvalidSyntax", "Exception");
        assertThat(answer.contains("\"classification\":\"FORBIDDEN\"")).isEqualTo(!allowed);
    }

    @Test
    void asksForATokenBeforeAQueryIsRead() throws Exception {
        HttpResponse<String> answer = client.send(
                request("/graphql", "")
                        .POST(HttpRequest.BodyPublishers.ofString("{"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
    }

    @Test
    void tellsThePageToAskForAToken() throws Exception {
        HttpResponse<String> config =
                client.send(request("/api/v1/config", "").build(), HttpResponse.BodyHandlers.ofString());

        assertThat(config.body()).contains("\"authentication\":\"token\"");
        assertThat(status("/", "")).isEqualTo(200);
        assertThat(status("/js/main.js", "")).isEqualTo(200);
        assertThat(status("/api/v1/devices", "")).isEqualTo(401);
        assertThat(status("/api/v1/devices", "vigil_events")).isEqualTo(200);
        assertThat(status("/api/v1/devices", "vigil_alarms")).isEqualTo(403);
    }

    /** Without waiting for the end of what may be a stream. */
    private int status(String path, String key) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer =
                client.send(request(path, key).build(), HttpResponse.BodyHandlers.ofInputStream());
        answer.body().close();
        return answer.statusCode();
    }

    private static HttpRequest.Builder request(String path, String key) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + api.getWebServer().getPort() + path))
                .timeout(Duration.ofSeconds(30));
        return key.isEmpty() ? request : request.header("Authorization", "Bearer " + key);
    }
}
