package io.vigil.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigil.events.DeviceEvent;
import io.vigil.events.DeviceStatus;
import io.vigil.schemas.AvroDeserializer;
import io.vigil.schemas.AvroSerializer;
import io.vigil.schemas.DeadLetterHeaders;
import io.vigil.schemas.DeviceEventDecoder;
import io.vigil.schemas.DeviceEventSerializer;
import io.vigil.schemas.EventHeaders;
import io.vigil.schemas.Events;
import io.vigil.schemas.RegistryStub;
import io.vigil.schemas.RegistryUnavailableException;
import io.vigil.schemas.SchemaRegistryClient;
import io.vigil.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Properties;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassifierTopologyTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final byte[] KEY = "device-1".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path stateDir;

    private RegistryStub registry;
    private SchemaRegistryClient client;
    private DeviceEventSerializer serializer;
    private Serde<DeviceStatus> statusSerde;
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> input;
    private TestOutputTopic<byte[], byte[]> alarms;
    private TestOutputTopic<byte[], byte[]> events;
    private TestOutputTopic<byte[], byte[]> deadLetters;
    private TestOutputTopic<byte[], DeviceStatus> status;

    @BeforeEach
    void start() {
        registry = new RegistryStub();
        client = SchemaRegistryClient.create(registry.clientProperties());
        serializer = new DeviceEventSerializer();
        serializer.configure(registry.clientProperties(), false);
        statusSerde = Serdes.serdeFrom(
                new AvroSerializer<DeviceStatus>(), new AvroDeserializer<>(DeviceStatus.getClassSchema()));
        statusSerde.configure(registry.clientProperties(), false);
        DeviceEventDecoder decoder = new DeviceEventDecoder(client);
        Properties properties = new Properties();
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        properties.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
        driver = new TopologyTestDriver(
                ClassifierTopology.create(
                        new EncodedEventSerde(decoder, Clock.fixed(NOW, ZoneOffset.UTC)), statusSerde, decoder),
                properties);
        input = driver.createInputTopic(Topics.DEVICE_EVENTS, new ByteArraySerializer(), new ByteArraySerializer());
        alarms = output(Topics.ALARMS, new ByteArrayDeserializer());
        events = output(Topics.EVENTS, new ByteArrayDeserializer());
        deadLetters = output(Topics.DEVICE_EVENTS_DLQ, new ByteArrayDeserializer());
        status = output(Topics.DEVICE_STATUS, statusSerde.deserializer());
    }

    @AfterEach
    void stop() {
        driver.close();
        statusSerde.close();
        serializer.close();
        client.close();
        registry.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 7, 8, 0, 9, -5, Integer.MAX_VALUE})
    void sendsAlarmsOnAsTheyCame(int code) {
        byte[] value = encode(Events.checkIn().setEventCode(code));

        input.pipeInput(KEY, value);

        assertThat(alarms.readRecord().value()).isEqualTo(value);
        assertThat(alarms.isEmpty()).isTrue();
        assertThat(events.isEmpty()).isTrue();
        assertThat(deadLetters.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void sendsRoutineEventsOnAsTheyCame(int code) {
        byte[] value = encode(Events.checkIn().setEventCode(code));

        input.pipeInput(KEY, value);

        assertThat(events.readRecord().value()).isEqualTo(value);
        assertThat(alarms.isEmpty()).isTrue();
        assertThat(deadLetters.isEmpty()).isTrue();
    }

    @Test
    void keepsTheOriginalBytesOfADeadLetterAndSaysWhyAndFromWhere() {
        byte[] garbage = {1, 2, 3, 4, 5, 6, 7};
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", new byte[] {42});

        input.pipeInput(new TestRecord<>(null, encode(Events.checkIn())));
        input.pipeInput(new TestRecord<>(KEY, garbage, headers, NOW));

        TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
        assertThat(letter.key()).isEqualTo(KEY);
        assertThat(letter.value()).isEqualTo(garbage);
        assertThat(letter.getRecordTime()).isEqualTo(NOW);
        assertThat(letter.headers().lastHeader("trace").value()).containsExactly(42);
        assertThat(header(letter, DeadLetterHeaders.REASON)).isEqualTo("malformed");
        assertThat(header(letter, DeadLetterHeaders.DETAIL)).isNotEmpty();
        assertThat(header(letter, DeadLetterHeaders.SOURCE_TOPIC)).isEqualTo("device-events");
        assertThat(header(letter, DeadLetterHeaders.SOURCE_PARTITION)).isEqualTo("0");
        assertThat(header(letter, DeadLetterHeaders.SOURCE_OFFSET)).isEqualTo("1");
    }

    @Test
    void goesOnBehindWhatIsNoEvent() {
        byte[] good = encode(Events.sos());

        input.pipeInput(KEY, new byte[0]);
        input.pipeInput(new TestRecord<>(KEY, null));
        input.pipeInput(KEY, new byte[] {0, 0, 0, 77, 77, 1});
        input.pipeInput(KEY, Arrays.copyOf(good, 9));
        input.pipeInput(KEY, encode(Events.checkIn().setDeviceId("")));
        input.pipeInput(KEY, encode(Events.sos().setEventTime(Instant.EPOCH)));
        input.pipeInput(KEY, encode(Events.sos().setEventTime(NOW.plusSeconds(24 * 3600 + 1))));
        input.pipeInput(KEY, good);

        assertThat(deadLetters.readRecordsToList())
                .extracting(letter -> header(letter, DeadLetterHeaders.REASON))
                .containsExactly(
                        "malformed",
                        "malformed",
                        "unknown-schema",
                        "malformed",
                        "empty-device-id",
                        "time-out-of-range",
                        "time-out-of-range");
        assertThat(alarms.readValuesToList()).containsExactly(good);
    }

    @Test
    void removesAPositionThatIsNoneAndSaysSo() {
        byte[] value = encode(Events.sos().setLatitude(Double.NaN));

        input.pipeInput(KEY, value);

        TestRecord<byte[], byte[]> alarm = alarms.readRecord();
        assertThat(alarm.value())
                .isEqualTo(encode(Events.sos().setLatitude(null).setLongitude(null)));
        assertThat(header(alarm, EventHeaders.POSITION_REMOVED)).isEqualTo("invalid");
        assertThat(status.readValue().getLatitude()).isNull();
    }

    @Test
    void keysByDeviceWhateverTheSenderDid() {
        input.pipeInput(null, encode(Events.sos()));
        input.pipeInput(new byte[] {9}, encode(Events.checkIn()));

        assertThat(alarms.readRecord().key()).isEqualTo(KEY);
        assertThat(events.readRecord().key()).isEqualTo(KEY);
    }

    @Test
    void neverLetsALateEventOverwriteWhatIsKnown() {
        Instant early = NOW.minusSeconds(600);

        input.pipeInput(KEY, encode(Events.checkIn().setEventTime(NOW)));
        input.pipeInput(KEY, encode(Events.checkIn().setEventTime(early).setLatitude(1.0)));

        DeviceStatus known = status.readValue();
        assertThat(known.getEventTime()).isEqualTo(NOW);
        assertThat(status.isEmpty()).isTrue();
    }

    @Test
    void keepsAFallInViewWhenTimeReportsFollow() {
        input.pipeInput(KEY, encode(Events.checkIn().setEventCode(3).setEventTime(NOW.minusSeconds(10))));
        input.pipeInput(
                KEY,
                encode(Events.checkIn()
                        .setEventCode(1)
                        .setEventTime(NOW)
                        .setLatitude(null)
                        .setLongitude(null)));

        DeviceStatus last = status.readValuesToList().get(1);
        assertThat(last.getEventCode()).isEqualTo(1);
        assertThat(last.getAlarmCode()).isEqualTo(3);
        assertThat(last.getAlarmTime()).isEqualTo(NOW.minusSeconds(10));
        assertThat(last.getLatitude()).isEqualTo(59.3293);
        assertThat(last.getPositionTime()).isEqualTo(NOW.minusSeconds(10));
    }

    @Test
    void stopsWhenTheRegistryIsAwayInsteadOfTakingARecordForInvalid() {
        byte[] value = encode(Events.sos());
        registry.failNext(Integer.MAX_VALUE);

        assertThatThrownBy(() -> input.pipeInput(KEY, value)).hasRootCauseInstanceOf(java.io.IOException.class);

        assertThatThrownBy(() -> client.schemaById(1)).isInstanceOf(RegistryUnavailableException.class);
        assertThat(deadLetters.isEmpty()).isTrue();
    }

    private byte[] encode(DeviceEvent.Builder event) {
        return serializer.serialize(Topics.DEVICE_EVENTS, event.build());
    }

    private static String header(TestRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private <V> TestOutputTopic<byte[], V> output(String topic, Deserializer<V> deserializer) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), deserializer);
    }
}
