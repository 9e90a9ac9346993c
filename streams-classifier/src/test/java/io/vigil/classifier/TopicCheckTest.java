package io.vigil.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TopicCheckTest {

    @Test
    void warnsOfTopicsThatTakeLessThanWhatMayComeAndItsHeaders() {
        assertThat(TopicCheck.narrowTopics(
                        Map.of("device-events", 1000L, "alarms", 2024L, "events", 1000L, "device-events.dlq", 2000L)))
                .satisfiesExactly(
                        events -> assertThat(events)
                                .startsWith("topic=events max.message.bytes=1000 ")
                                .contains("Set it to 2024 or more"),
                        deadLetters ->
                                assertThat(deadLetters).startsWith("topic=device-events.dlq max.message.bytes=2000 "));
    }

    @Test
    void warnsOfNothingThatItMayNotLookAt() {
        assertThat(TopicCheck.narrowTopics(Map.of())).isEmpty();
    }

    @Test
    void namesTheTopicsThatAreMissing() {
        assertThat(new MissingTopicsException(Set.of("alarms")))
                .hasMessage("These topics do not exist: alarms. Create them and start again.");
    }
}
