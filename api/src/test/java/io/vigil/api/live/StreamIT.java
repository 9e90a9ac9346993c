package io.vigil.api.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vigil.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stream brings, from real topics. */
class StreamIT {

    @TempDir
    private static Path state;

    private static TestTopics topics;
    private static TestApi api;

    @BeforeAll
    static void start() throws Exception {
        topics = TestTopics.start(state);
        topics.write(topics.status("known", 2), topics.alarm("known", 6), topics.event(Topics.EVENTS, "known", 2));
        api = TestApi.start(topics.settings());
        soon().until(api::isReady);
    }

    @AfterAll
    static void stop() {
        api.close();
        topics.close();
    }

    @Test
    void bringsAlarmsAndDevicesUnlessToldOtherwise() throws Exception {
        try (SseClient client = SseClient.open(api.uri("/api/v1/stream"))) {
            soon().until(() -> !client.received().isEmpty());

            topics.write(topics.event(Topics.EVENTS, "usual", 1), topics.alarm("usual", 3), topics.status("usual", 3));

            soon().until(() -> client.received("alarm", "device").size() == 2);
            assertThat(client.received("alarm").get(0).data())
                    .isEqualTo(
                            "{\"id\":\"usual/2026-11-25T11:00:00.123Z#3\",\"deviceId\":\"usual\","
                                    + "\"time\":\"2026-11-25T11:00:00.123Z\",\"code\":3,\"kind\":\"WORKER_FALL\",\"alarm\":true}");
            assertThat(client.received("device").get(0).json().path("kind").asString())
                    .isEqualTo("WORKER_FALL");
            assertThat(client.received("event")).isEmpty();
        }
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30));
    }
}
