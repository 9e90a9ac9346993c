package io.vigil.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
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
import org.apache.kafka.streams.Topology;
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
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Topology topology;
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
        properties.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeserializationFailures.class);
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, ProcessingFailures.class);
        properties.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, ArrivalTime.class);
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        ClassifierMetrics metrics = new ClassifierMetrics(meters, clock);
        properties.put(ClassifierMetrics.CONFIG, metrics);
        topology = ClassifierTopology.create(
                new EncodedEventSerde(decoder, clock), statusSerde, decoder, metrics, Duration.ofMillis(100));
        driver = new TopologyTestDriver(topology, properties);
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

    /** The registry takes no such schema for a compatible one; but one may be there from before. */
    @Test
    void setsAsideAnEventWhosePositionIsNoneAndCannotBeRemoved() throws IOException {
        Schema demanding = new Schema.Parser()
                .parse(DeviceEvent.getClassSchema()
                        .toString()
                        .replaceAll("(\"name\":\"l[a-z]+itude\",\"type\":)\\[\"null\",\"double\"]", "$1\"double\"")
                        .replaceAll(
                                "(\"l[a-z]+itude\",\"type\":\"double\",\"doc\":\"[^\"]*\"),\"default\":null", "$1"));
        byte[] value = encode(demanding, Double.NaN);
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", new byte[] {42});

        input.pipeInput(new TestRecord<>(KEY, encode(demanding, 59.0)));
        input.pipeInput(new TestRecord<>(null, value, headers, NOW));
        input.pipeInput(KEY, encode(Events.sos()));

        TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
        assertThat(letter.key()).isNull();
        assertThat(letter.value()).isEqualTo(value);
        assertThat(letter.getRecordTime()).isEqualTo(NOW);
        assertThat(letter.headers()).extracting(Header::key).doesNotContain(EventHeaders.POSITION_REMOVED);
        assertThat(letter.headers().lastHeader("trace").value()).containsExactly(42);
        assertThat(header(letter, DeadLetterHeaders.REASON)).isEqualTo("unknown-schema");
        assertThat(header(letter, DeadLetterHeaders.SOURCE_TOPIC)).isEqualTo("device-events");
        assertThat(header(letter, DeadLetterHeaders.SOURCE_OFFSET)).isEqualTo("1");
        assertThat(alarms.readValuesToList()).hasSize(2).doesNotContain(value);
        assertThat(count("received")).isEqualTo(3);
        assertThat(count("dead.letters")).isOne();
        assertThat(count("alarms")).isEqualTo(2);
        assertThat(count("positions.removed")).isZero();
    }

    @Test
    void countsWhatBecameOfEachRecord() {
        input.pipeInput(KEY, encode(Events.sos()));
        input.pipeInput(KEY, encode(Events.sos().setLatitude(Double.NaN)));
        input.pipeInput(KEY, encode(Events.checkIn()));
        input.pipeInput(KEY, new byte[0]);
        input.pipeInput(KEY, encode(Events.checkIn().setDeviceId("")));
        input.pipeInput(KEY, encode(Events.checkIn().setEventCode(1)));

        assertThat(count("received")).isEqualTo(6);
        assertThat(count("alarms")).isEqualTo(2);
        assertThat(count("events")).isEqualTo(2);
        assertThat(count("dead.letters")).isEqualTo(2);
        assertThat(count("positions.removed")).isEqualTo(1);
        assertThat(meters.get("vigil.classifier.dead.letters")
                        .tag("reason", "empty-device-id")
                        .counter()
                        .count())
                .isOne();
    }

    @Test
    void measuresHowLongAnAlarmTookToGoOn() {
        input.pipeInput(new TestRecord<>(KEY, encode(Events.sos()), NOW.minusSeconds(3)));
        input.pipeInput(new TestRecord<>(KEY, encode(Events.checkIn()), NOW.minusSeconds(600)));
        // The clock of whoever sent it may be ahead.
        input.pipeInput(new TestRecord<>(KEY, encode(Events.sos()), NOW.plusSeconds(10)));

        Timer delay = meters.get("vigil.classifier.alarm.delay").timer();
        assertThat(delay.count()).isEqualTo(2);
        assertThat(delay.totalTime(TimeUnit.SECONDS)).isEqualTo(3);
    }

    @Test
    void keepsTheTimestampOfARecord() {
        input.pipeInput(new TestRecord<>(KEY, encode(Events.sos()), NOW.minusSeconds(7)));
        input.pipeInput(new TestRecord<>(KEY, encode(Events.checkIn()), NOW.minusSeconds(8)));

        assertThat(alarms.readRecord().getRecordTime()).isEqualTo(NOW.minusSeconds(7));
        assertThat(events.readRecord().getRecordTime()).isEqualTo(NOW.minusSeconds(8));
        assertThat(status.readRecord().getRecordTime()).isEqualTo(NOW.minusSeconds(7));
    }

    @Test
    void givesEveryOperatorAName() {
        assertThat(topology.describe().toString()).doesNotContain("KSTREAM-", "KTABLE-", "STATE-STORE-0");
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

    private byte[] encode(Schema schema, double latitude) throws IOException {
        GenericRecord event = new GenericData.Record(schema);
        event.put("eventCode", 6);
        event.put("deviceId", "device-1");
        event.put("eventTime", NOW.toEpochMilli());
        event.put("latitude", latitude);
        event.put("longitude", 18.0);
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        value.writeBytes(ByteBuffer.allocate(5).putInt(1, registry.add(schema)).array());
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(value, null);
        new GenericDatumWriter<GenericRecord>(schema).write(event, encoder);
        return value.toByteArray();
    }

    /** A counter's value, summed over its tags. */
    private double count(String name) {
        return meters.get("vigil.classifier." + name).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private static String header(TestRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private <V> TestOutputTopic<byte[], V> output(String topic, Deserializer<V> deserializer) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), deserializer);
    }
}
