package io.vigil.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigil.events.DeviceEvent;
import io.vigil.schemas.DeviceEventSerializer;
import io.vigil.schemas.Events;
import io.vigil.schemas.RegistryStub;
import io.vigil.schemas.RegistryUnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Serializer;
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
    void letsNoBatchOvertakeAnotherUnlessAskedTo() {
        String inFlight = ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION;

        assertThat(EventProducer.settings(Map.of())).containsEntry(inFlight, 1);
        assertThat(EventProducer.settings(Map.of(inFlight, 5))).containsEntry(inFlight, 5);
    }

    @Test
    void handsBackWhatWasNotDelivered() {
        MockProducer<String, DeviceEvent> kafka = kafka(false);
        DeviceEvent event = Events.sos().build();

        CompletableFuture<RecordMetadata> delivery = new EventProducer(kafka).send(event);
        kafka.errorNext(new TimeoutException("120 s passed"));

        assertHandedBack(delivery, event, TimeoutException.class);
    }

    @Test
    void handsBackWhatKafkaRefusesAtOnce() {
        MockProducer<String, DeviceEvent> kafka = kafka(true);
        kafka.sendException = new KafkaException("no");
        DeviceEvent event = Events.sos().build();

        assertHandedBack(new EventProducer(kafka).send(event), event, KafkaException.class);
    }

    @Test
    void handsBackWhatIsSentAfterTheEnd() {
        EventProducer producer = new EventProducer(kafka(true));
        DeviceEvent event = Events.sos().build();
        producer.close();

        assertHandedBack(producer.send(event), event, IllegalStateException.class);
    }

    @Test
    void handsBackWhatIsStillUnderWayAtTheEnd() {
        MockProducer<String, DeviceEvent> kafka = kafka(false);
        EventProducer producer = new EventProducer(kafka);
        DeviceEvent first = Events.sos().build();
        DeviceEvent second = Events.checkIn().build();
        CompletableFuture<RecordMetadata> delivered = producer.send(first);
        CompletableFuture<RecordMetadata> left = producer.send(second);
        kafka.completeNext();

        producer.close();

        assertThat(delivered).isCompletedWithValueMatching(RecordMetadata::hasOffset);
        assertHandedBack(left, second, KafkaException.class);
    }

    @Test
    void handsBackAlsoWhenTheEndFails() {
        MockProducer<String, DeviceEvent> kafka = kafka(false);
        kafka.closeException = new InterruptException("interrupted");
        EventProducer producer = new EventProducer(kafka);
        DeviceEvent event = Events.sos().build();
        CompletableFuture<RecordMetadata> left = producer.send(event);

        assertThatThrownBy(producer::close).isInstanceOf(InterruptException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertHandedBack(left, event, KafkaException.class);
    }

    @Test
    void handsBackWhatCannotBeSerialized() {
        RegistryStub registry = new RegistryStub();
        DeviceEventSerializer serializer = new DeviceEventSerializer();
        serializer.configure(registry.clientProperties(), false);
        registry.close();
        DeviceEvent event = Events.sos().build();

        try (EventProducer producer =
                new EventProducer(new MockProducer<>(true, null, new StringSerializer(), serializer))) {
            assertHandedBack(producer.send(event), event, RegistryUnavailableException.class);
        }
    }

    @Test
    void handsBackWhatASerializerFailsOnInAWayThatNobodyKnows() {
        Serializer<DeviceEvent> broken = (topic, event) -> {
            throw new UnsupportedOperationException("not today");
        };
        DeviceEvent event = Events.sos().build();

        try (EventProducer producer =
                new EventProducer(new MockProducer<>(true, null, new StringSerializer(), broken))) {
            assertHandedBack(producer.send(event), event, UnsupportedOperationException.class);
        }
    }

    @Test
    void handsBackWhenNoBrokerAnswers() {
        DeviceEvent event = Events.sos().build();

        try (EventProducer producer = withoutBroker(50)) {
            assertHandedBack(producer.send(event), event, TimeoutException.class);
        }
    }

    @Test
    void handsBackWhenTheThreadIsInterrupted() {
        DeviceEvent event = Events.sos().build();

        EventProducer producer = withoutBroker(60_000);
        Thread.currentThread().interrupt();
        CompletableFuture<RecordMetadata> delivery = producer.send(event);
        boolean interrupted = Thread.interrupted();
        producer.close();

        assertHandedBack(delivery, event, InterruptException.class);
        assertThat(interrupted).isTrue();
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

    private static void assertHandedBack(
            CompletableFuture<RecordMetadata> delivery, DeviceEvent event, Class<? extends Exception> cause) {
        assertThat(delivery)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        UndeliveredEventException.class,
                        failure -> assertThat(failure.event()).isSameAs(event))
                .havingCause()
                .isInstanceOf(cause);
    }

    /** Kafka's own producer, and a port on which nothing listens. */
    private static EventProducer withoutBroker(int maxBlockMs) {
        return EventProducer.create(Map.of(
                "bootstrap.servers", "127.0.0.1:1",
                "schema.registry.url", "http://127.0.0.1:1",
                "max.block.ms", maxBlockMs));
    }

    private static MockProducer<String, DeviceEvent> kafka(boolean autoComplete) {
        return new MockProducer<>(autoComplete, null, new StringSerializer(), (topic, event) -> new byte[0]);
    }
}
