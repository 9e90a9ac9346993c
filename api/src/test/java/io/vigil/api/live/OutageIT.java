package io.vigil.api.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vigil.api.live.SseClient.Received;
import io.vigil.schemas.Topics;
import io.vigil.stack.Part;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the live parts do while a broker or the registry is away, and when it is back. */
class OutageIT {

    @TempDir
    private Path state;

    private TestTopics topics;

    @BeforeEach
    void start() {
        topics = TestTopics.start(state);
    }

    @AfterEach
    void stop() {
        topics.close();
    }

    @Test
    void goesOnWithoutAGapWhenTheBrokerIsBack() throws Exception {
        try (TestApi api = startApi();
                SseClient client = openWhenReady(api)) {
            topics.write(topics.alarm("outage", 3));
            soon().untilAsserted(() -> assertThat(client.received("alarm")).hasSize(1));

            topics.stack().stop(Part.BROKER);
            soon().until(() -> !api.isReady());
            int comments = client.comments();
            int heartbeats = client.received("heartbeat").size();
            soon().until(() -> client.comments() > comments + 3);
            assertThat(client.received("heartbeat"))
                    .as("no word that all is well while nobody knows")
                    .hasSize(heartbeats);
            assertThat(api.get("/actuator/health/liveness").statusCode()).isEqualTo(200);

            topics.stack().start(Part.BROKER);
            topics.write(topics.alarm("outage", 4), topics.alarm("outage", 5));
            soon().until(api::isReady);
            soon().untilAsserted(() -> assertThat(client.received("alarm"))
                    .extracting(Received::code)
                    .containsExactly(3, 4, 5));
            soon().until(() -> client.received("heartbeat").size() > heartbeats);
            assertThat(client.hasEnded()).isFalse();
        }
    }

    @Test
    void isNotReadyWhileTheBrokerHangs() throws Exception {
        try (TestApi api = startApi()) {
            soon().until(api::isReady);

            topics.stack().pause(Part.BROKER);
            try {
                soon().until(() -> !api.isReady());
            } finally {
                topics.stack().resume(Part.BROKER);
            }

            soon().until(api::isReady);
        }
    }

    @Test
    void waitsForABrokerThatIsAwayAtTheStart() throws Exception {
        topics.write(topics.status("before", 2));
        topics.stack().stop(Part.BROKER);

        try (TestApi api = startApi();
                SseClient client = SseClient.open(api.uri("/api/v1/stream"))) {
            assertThat(api.isReady()).isFalse();
            assertThat(client.received()).isEmpty();

            topics.stack().start(Part.BROKER);
            soon().until(() -> !client.received("heartbeat").isEmpty());
            topics.write(topics.alarm("outage", 3));

            soon().untilAsserted(() -> assertThat(client.received("alarm")).hasSize(1));
            assertThat(client.received("device")).isEmpty();
            assertThat(api.bean(LastKnownDevices.class).find("before")).isPresent();
            soon().until(api::isReady);
        }
    }

    @Test
    void losesNothingThoughTheRegistryIsAway() throws Exception {
        topics.write(topics.status("known", 2));
        try (TestApi api = startApi()) {
            soon().until(api::isReady);
            ProducerRecord<byte[], byte[]> first = topics.alarm("outage", 3);
            ProducerRecord<byte[], byte[]> second = topics.alarm("outage", 4);
            topics.stack().stop(Part.REGISTRY);
            try (SseClient client = openWhenReady(api)) {
                topics.write(first, second);
                soon().until(() -> !api.isReady());
                assertThat(client.received("alarm")).isEmpty();

                topics.stack().start(Part.REGISTRY);

                soon().untilAsserted(() -> assertThat(client.received("alarm"))
                        .extracting(Received::code)
                        .containsExactly(3, 4));
                soon().until(api::isReady);
                assertThat(client.received("device"))
                        .as("what was brought before")
                        .isEmpty();
            }
        }
    }

    @Test
    void startsOverWhenATopicIsMadeAnew() throws Exception {
        topics.write(topics.status("old", 2));
        try (TestApi api = startApi();
                SseClient client = openWhenReady(api);
                Admin admin = topics.admin()) {
            soon().until(() -> api.bean(LastKnownDevices.class).find("old").isPresent());

            admin.deleteTopics(List.of(Topics.DEVICE_STATUS)).all().get();
            soon().until(() -> !admin.listTopics().names().get().contains(Topics.DEVICE_STATUS));
            admin.createTopics(List.of(new NewTopic(Topics.DEVICE_STATUS, 2, (short) 1)))
                    .all()
                    .get();
            try (KafkaProducer<byte[], byte[]> producer = topics.producer(Map.of())) {
                producer.send(topics.status("new", 2)).get();
            }

            soon().until(client::hasEnded);
            soon().until(() -> api.bean(LastKnownDevices.class).find("new").isPresent());
            assertThat(api.bean(LastKnownDevices.class).find("old")).isEmpty();
            try (SseClient later = SseClient.open(api.uri("/api/v1/stream?type=alarm"), client.lastEventId())) {
                soon().untilAsserted(() -> assertThat(later.received("reset")).hasSize(1));
            }
            soon().until(api::isReady);
        }
    }

    private TestApi startApi() {
        Map<String, Object> settings = new HashMap<>(topics.settings());
        settings.put("vigil.stream.heartbeat", "PT0.5S");
        settings.put("vigil.kafka.max.retries", "0");
        return TestApi.start(settings);
    }

    private static SseClient openWhenReady(TestApi api) throws Exception {
        SseClient client = SseClient.open(api.uri("/api/v1/stream"));
        soon().until(() -> !client.received().isEmpty());
        return client;
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(90));
    }
}
