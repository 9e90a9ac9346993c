package io.vigil.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigil.events.DeviceEvent;
import io.vigil.schemas.Events;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class EventProducerTest {

    @Test
    void keysByDevice() {
        MockProducer<String, DeviceEvent> kafka = kafka(true);

        CompletableFuture<RecordMetadata> delivery =
                new EventProducer(kafka).send(Events.sos().build());

        assertThat(delivery).isCompleted();
        assertThat(kafka.history()).singleElement().satisfies(record -> {
            assertThat(record.topic()).isEqualTo("device-events");
            assertThat(record.key()).isEqualTo("device-1");
        });
    }

    @Test
    void handsBackWhatWasNotDelivered() {
        MockProducer<String, DeviceEvent> kafka = kafka(false);
        DeviceEvent event = Events.sos().build();

        CompletableFuture<RecordMetadata> delivery = new EventProducer(kafka).send(event);
        kafka.errorNext(new TimeoutException("120 s passed"));

        assertThat(delivery)
                .failsWithin(java.time.Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        UndeliveredEventException.class,
                        e -> assertThat(e.event()).isSameAs(event));
    }

    @Test
    void handsBackWhatIsSentAfterTheEnd() {
        EventProducer producer = new EventProducer(kafka(true));
        producer.close();

        assertThat(producer.send(Events.sos().build())).isCompletedExceptionally();
    }

    @Test
    void refusesSettingsThatCouldLoseAnEvent() {
        assertThatThrownBy(() -> EventProducer.create(Map.of("acks", "1")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("acks");
        assertThatThrownBy(() -> EventProducer.create(Map.of("enable.idempotence", false)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("enable.idempotence");
    }

    private static MockProducer<String, DeviceEvent> kafka(boolean autoComplete) {
        return new MockProducer<>(autoComplete, null, new StringSerializer(), (topic, event) -> new byte[0]);
    }
}
