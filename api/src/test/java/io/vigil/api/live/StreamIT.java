package io.vigil.api.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.vigil.api.live.SseClient.Received;
import io.vigil.schemas.Topics;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a stream brings, from real topics. */
class StreamIT {

    /** Messages that fit into the queue of a reader that keeps up. */
    private static final int WAVE = 100;

    /** More than fits into the buffers of a connection. */
    private static final int LARGEST_FLOOD = 400_000;

    @TempDir
    private static Path state;

    private static TestTopics topics;
    private static TestApi api;

    @BeforeAll
    static void start() throws Exception {
        topics = TestTopics.start(state);
        topics.write(
                topics.status("known", 2),
                topics.alarm("known", 6),
                topics.status("gone", 2),
                topics.record(Topics.DEVICE_STATUS, "gone", null));
        Map<String, Object> settings = new HashMap<>(topics.settings());
        settings.put("vigil.stream.heartbeat", "PT0.3S");
        settings.put("vigil.stream.queue-size", "64KB");
        settings.put("server.tomcat.connection-timeout", "1s");
        settings.put("spring.mvc.problemdetails.enabled", "true");
        api = TestApi.start(settings);
        soon().until(api::isReady);
    }

    @AfterAll
    static void stop() {
        api.close();
        topics.close();
    }

    @Test
    void knowsAtTheStartWhatTheTopicsHold() {
        assertThat(api.bean(LastKnownDevices.class).find("known"))
                .hasValueSatisfying(device -> assertThat(device.kind()).isEqualTo("CHECK_IN"));
        assertThat(api.bean(LastKnownDevices.class).find("gone")).isEmpty();
        assertThat(api.bean(RecentAlarms.class).newestFirst())
                .anySatisfy(alarm -> assertThat(alarm.deviceId()).isEqualTo("known"));
    }

    @Test
    void bringsAlarmsAndDevicesUnlessToldOtherwise() throws Exception {
        try (SseClient client = open("/api/v1/stream")) {
            topics.write(topics.event(Topics.EVENTS, "usual", 1), topics.alarm("usual", 3), topics.status("usual", 3));

            soon().untilAsserted(
                            () -> assertThat(client.received("alarm", "device")).hasSize(2));
            assertThat(client.received("alarm").get(0).data())
                    .isEqualTo(
                            "{\"id\":\"usual/2026-11-25T11:00:00.123Z#3\",\"deviceId\":\"usual\","
                                    + "\"time\":\"2026-11-25T11:00:00.123Z\",\"code\":3,\"kind\":\"WORKER_FALL\",\"alarm\":true}");
            JsonNode device = client.received("device").get(0).json();
            assertThat(device.path("kind").asString()).isEqualTo("WORKER_FALL");
            assertThat(device.path("revision").isNumber()).isTrue();
            assertThat(client.received("event")).isEmpty();
            assertThat(client.response().headers().map())
                    .containsEntry("Content-Type", List.of("text/event-stream"))
                    .containsEntry("Cache-Control", List.of("no-store"))
                    .containsEntry("X-Accel-Buffering", List.of("no"));
        }
    }

    @Test
    void bringsWhatIsAskedForOnly() throws Exception {
        try (SseClient client = open("/api/v1/stream?type=alarm,event&deviceId=mine&deviceId=yo,urs&code=6,1")) {
            topics.write(
                    topics.alarm("mine", 3),
                    topics.alarm("other", 6),
                    topics.status("mine", 6),
                    topics.alarm("mine", 6),
                    topics.event(Topics.EVENTS, "mine", 2),
                    topics.event(Topics.EVENTS, "yo,urs", 1));

            soon().untilAsserted(() -> assertThat(client.received("alarm", "event", "device"))
                    .extracting(message -> message.event() + message.deviceId() + message.code())
                    .containsExactlyInAnyOrder("alarmmine6", "eventyo,urs1"));
        }
    }

    @Test
    void beginsWithAHeartbeatAndGoesOnWithThemThoughNothingComes() throws Exception {
        try (SseClient client = open("/api/v1/stream?deviceId=nobody")) {
            String first = client.received().get(0).id();
            topics.write(topics.alarm("somebody", 6));

            soon().untilAsserted(() -> assertThat(client.lastEventId().orElseThrow())
                    .as("a position that goes on though nothing was brought")
                    .isNotEqualTo(first));
            assertThat(client.received()).extracting(Received::event).containsOnly("heartbeat");
            assertThat(client.received().get(0).data())
                    .matches("\\{\"time\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\"}");
        }
    }

    @Test
    void goesOnBehindAHeartbeat() throws Exception {
        Optional<String> id;
        try (SseClient client = open("/api/v1/stream?deviceId=later")) {
            String first = client.received().get(0).id();
            topics.write(topics.alarm("earlier", 6));
            soon().until(() -> !client.lastEventId().orElseThrow().equals(first));
            id = client.lastEventId();
        }
        topics.write(topics.alarm("later", 6));

        try (SseClient client = SseClient.open(api.uri("/api/v1/stream?deviceId=later"), id)) {
            soon().untilAsserted(() -> assertThat(client.received("alarm")).hasSize(1));
        }
        try (SseClient client =
                SseClient.open(api.uri("/api/v1/stream?deviceId=later&lastEventId=" + id.orElseThrow()))) {
            soon().untilAsserted(() -> assertThat(client.received("alarm")).hasSize(1));
        }
    }

    @Test
    void doesNotShowWhatWasNeverCommitted() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                        topics.producer(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "aborts"));
                SseClient client = open("/api/v1/stream?type=alarm&deviceId=transacted")) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(topics.alarm("transacted", 3)).get();
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(topics.alarm("transacted", 4));
            producer.commitTransaction();

            soon().untilAsserted(() -> assertThat(client.received("alarm"))
                    .extracting(Received::code)
                    .containsExactly(4));
            assertThat(api.bean(RecentAlarms.class).newestFirst())
                    .noneMatch(alarm -> alarm.deviceId().equals("transacted") && alarm.code() == 3);
        }
    }

    @Test
    void leavesOutWhatDoesNotDecode() throws Exception {
        double before = metric("vigil.live.undecodable");
        try (SseClient client = open("/api/v1/stream?deviceId=broken")) {
            topics.write(
                    topics.record(Topics.ALARMS, "broken", "no event".getBytes(StandardCharsets.UTF_8)),
                    topics.record(Topics.DEVICE_STATUS, "broken", new byte[0]),
                    topics.record(Topics.ALARMS, "broken", null),
                    topics.alarm("broken", 6));

            soon().untilAsserted(() -> assertThat(client.received("alarm"))
                    .extracting(Received::code)
                    .containsExactly(6));
            soon().untilAsserted(
                            () -> assertThat(metric("vigil.live.undecodable")).isEqualTo(before + 2));
        }
    }

    @Test
    void forgetsADeviceWhoseRecordIsDeleted() throws Exception {
        topics.write(topics.status("deleted", 2));
        soon().until(() -> api.bean(LastKnownDevices.class).find("deleted").isPresent());

        topics.write(topics.record(Topics.DEVICE_STATUS, "deleted", null));

        soon().until(() -> api.bean(LastKnownDevices.class).find("deleted").isEmpty());
    }

    @Test
    void dropsASlowReaderAndGoesOnWithTheOthers() throws Exception {
        double before = metric("vigil.stream.dropped");
        String query = "/api/v1/stream?type=alarm&deviceId=flood";
        URI uri = api.uri(query);
        try (Socket slow = new Socket();
                SseClient client = open(query)) {
            slow.setReceiveBufferSize(4_096);
            slow.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
            slow.getOutputStream()
                    .write(("GET " + query + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            soon().until(() -> metric("vigil.stream.clients") >= 2);

            int sent = 0;
            while (metric("vigil.stream.dropped") == before && sent < LARGEST_FLOOD) {
                sent += WAVE;
                int expected = sent;
                for (int code = expected - WAVE; code < expected; code++) {
                    topics.send(topics.alarm("flood", 10 + code));
                }
                soon().until(() -> client.received("alarm").size() == expected);
            }

            assertThat(metric("vigil.stream.dropped")).isEqualTo(before + 1);
            assertThat(client.received("alarm"))
                    .extracting(Received::code)
                    .containsExactlyElementsOf(
                            IntStream.range(10, 10 + sent).boxed().toList());
        }
    }

    @Test
    void saysInMetricsHowItFares() throws Exception {
        try (SseClient client = open("/api/v1/stream?type=alarm&deviceId=measured")) {
            topics.write(topics.alarm("measured", 6));
            soon().untilAsserted(() -> assertThat(client.received("alarm")).hasSize(1));

            String metrics = api.get("/actuator/prometheus").body();

            assertThat(metrics)
                    .contains("vigil_stream_clients ")
                    .contains("vigil_stream_messages_total ")
                    .contains("vigil_stream_dropped_total ")
                    .contains("vigil_stream_resets_total ")
                    .contains("vigil_live_undecodable_total ")
                    .contains("vigil_live_delay_seconds_bucket{le=\"0.2\"}")
                    .contains("kafka_consumer_fetch_manager_records_lag_max{");
            soon().untilAsserted(() -> assertThat(metric("vigil.live.lag")).isZero());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "type=alarms, type must be",
        "code=x, code must be",
        "'code=1,,2', code must be",
        "code=99999999999, code must be",
        "since=5m, since must be",
        "since=PT0S, since must be",
        "since=-PT5M, since must be",
        "since=PT1H0.001S, since must be",
        "since=PT9999999999999999999999S, since must be"
    })
    void saysWhatIsWrongWithAQuestion(String query, String detail) throws Exception {
        HttpResponse<String> response = api.get("/api/v1/stream?" + query);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = new JsonMapper().readTree(response.body());
        assertThat(problem.path("detail").asString()).startsWith(detail);
        assertThat(problem.path("instance").asString()).isEqualTo("/api/v1/stream");
    }

    @Test
    void turnsAwayMoreStreamsThanThereMayBeAndTakesThemWhenOthersHaveGone() throws Exception {
        Map<String, Object> settings = new HashMap<>(topics.settings());
        settings.put("vigil.stream.max-clients", 2);
        settings.put("vigil.stream.heartbeat", "PT0.2S");
        settings.put("spring.mvc.problemdetails.enabled", "true");
        try (TestApi small = TestApi.start(settings)) {
            soon().until(small::isReady);
            URI uri = small.uri("/api/v1/stream");
            try (SseClient first = SseClient.open(uri);
                    SseClient second = SseClient.open(uri)) {
                HttpResponse<String> response = small.get("/api/v1/stream");

                assertThat(response.statusCode()).isEqualTo(503);
                assertThat(response.headers().firstValue("Retry-After")).contains("10");
                assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
                assertThat(first.hasEnded() || second.hasEnded()).isFalse();
            }
            soon().until(() -> {
                try (SseClient later = SseClient.open(uri)) {
                    return later.response().statusCode() == 200;
                }
            });
        }
    }

    @Test
    void endsAStreamThatIsOldSoThatItsClientComesBack() throws Exception {
        Map<String, Object> settings = new HashMap<>(topics.settings());
        settings.put("vigil.stream.max-age", "PT0.5S");
        settings.put("vigil.stream.heartbeat", "PT0.2S");
        try (TestApi young = TestApi.start(settings)) {
            soon().until(young::isReady);
            try (SseClient client = SseClient.open(young.uri("/api/v1/stream"))) {
                soon().until(client::hasEnded);

                assertThat(client.received("heartbeat")).isNotEmpty();
            }
        }
    }

    /** A stream that has begun. */
    private static SseClient open(String query) throws Exception {
        SseClient client = SseClient.open(api.uri(query));
        soon().until(() -> !client.received().isEmpty());
        return client;
    }

    private static double metric(String name) {
        return api.bean(MeterRegistry.class)
                .get(name)
                .meter()
                .measure()
                .iterator()
                .next()
                .getValue();
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30));
    }
}
