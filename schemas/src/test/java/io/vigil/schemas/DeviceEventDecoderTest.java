package io.vigil.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vigil.events.DeviceEvent;
import io.vigil.schemas.EncodedEvent.PositionState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DeviceEventDecoderTest {

    private static final Schema OWN = DeviceEvent.getClassSchema();

    private static RegistryStub registry;
    private static SchemaRegistryClient client;
    private static DeviceEventSerializer serializer;
    private static DeviceEventDecoder decoder;

    @BeforeAll
    @BeforeContainer
    static void start() {
        registry = new RegistryStub();
        client = SchemaRegistryClient.create(registry.clientProperties());
        serializer = new DeviceEventSerializer();
        serializer.configure(registry.clientProperties(), false);
        decoder = new DeviceEventDecoder(client);
    }

    @AfterAll
    @AfterContainer
    static void stop() {
        serializer.close();
        client.close();
        registry.close();
    }

    @Test
    void decodesWhatWasSerialized() {
        DeviceEvent event = Events.sos().build();

        byte[] value = encode(event);

        assertThat(decoder.decode(value)).isEqualTo(event);
    }

    @Test
    void inspectsWithoutDecoding() {
        byte[] value = encode(Events.sos().build());

        EncodedEvent event = decoder.inspect(value);

        assertThat(event.bytes()).isSameAs(value);
        assertThat(event.eventCode()).isEqualTo(6);
        assertThat(event.deviceId()).isEqualTo("device-1".getBytes(StandardCharsets.UTF_8));
        assertThat(event.eventTime()).isEqualTo(1591695360000L);
        assertThat(event.position()).isEqualTo(PositionState.VALID);
        assertThat(event.isAlarm()).isTrue();
    }

    @Test
    void tellsAnAbsentPositionFromAnInvalidOne() {
        assertThat(positionOf(null, null)).isEqualTo(PositionState.ABSENT);
        assertThat(positionOf(91.0, 0.0)).isEqualTo(PositionState.INVALID);
        assertThat(positionOf(Double.NaN, 0.0)).isEqualTo(PositionState.INVALID);
        assertThat(positionOf(1.0, null)).isEqualTo(PositionState.INVALID);
        assertThat(positionOf(null, 1.0)).isEqualTo(PositionState.INVALID);
    }

    @Test
    void removesAPositionAndNothingElse() {
        byte[] value = encode(Events.sos().setLatitude(Double.NaN).build());

        byte[] copy = decoder.withoutPosition(value);

        assertThat(decoder.decode(copy))
                .isEqualTo(Events.sos().setLatitude(null).setLongitude(null).build());
        assertThat(Arrays.copyOf(copy, 5)).isEqualTo(Arrays.copyOf(value, 5));
    }

    @Test
    void readsWhatANewerVersionWroteAndKeepsItsFields() throws IOException {
        Schema newer = evolved("{\"name\":\"battery\",\"type\":[\"null\",\"int\"],\"default\":null}");
        GenericRecord event = new GenericData.Record(newer);
        event.put("eventCode", 3);
        event.put("deviceId", "d");
        event.put("eventTime", 1591695360000L);
        event.put("latitude", 91.0);
        event.put("longitude", 0.0);
        event.put("battery", 17);
        byte[] value = encode(event);

        EncodedEvent inspected = decoder.inspect(value);
        byte[] copy = decoder.withoutPosition(value);

        assertThat(inspected.eventCode()).isEqualTo(3);
        assertThat(inspected.position()).isEqualTo(PositionState.INVALID);
        assertThat(decoder.decode(copy).getLatitude()).isNull();
        event.put("latitude", null);
        event.put("longitude", null);
        assertThat(copy).isEqualTo(encode(event));
    }

    @Test
    void readsWhatAnOlderVersionWrote() throws IOException {
        Schema older = new Schema.Parser()
                .parse(
                        "{\"type\":\"record\",\"name\":\"DeviceEvent\",\"namespace\":\"io.vigil.events\",\"fields\":["
                                + "{\"name\":\"eventCode\",\"type\":\"int\"},{\"name\":\"deviceId\",\"type\":\"string\"},"
                                + "{\"name\":\"eventTime\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}}]}");
        GenericRecord event = new GenericData.Record(older);
        event.put("eventCode", 2);
        event.put("deviceId", "old");
        event.put("eventTime", 1591695360000L);

        EncodedEvent inspected = decoder.inspect(encode(event));

        assertThat(inspected.deviceId()).isEqualTo("old".getBytes(StandardCharsets.UTF_8));
        assertThat(inspected.position()).isEqualTo(PositionState.ABSENT);
    }

    @Test
    void saysWhyItRejects() {
        assertRejected(new byte[0], RejectionReason.MALFORMED);
        assertRejected(new byte[] {0, 0, 0, 1}, RejectionReason.MALFORMED);
        assertRejected(new byte[] {1, 0, 0, 0, 1, 0}, RejectionReason.MALFORMED);
        assertRejected(new byte[] {0, 0, 0, 77, 77, 0}, RejectionReason.UNKNOWN_SCHEMA);
        assertRejected(Arrays.copyOf(encode(Events.sos().build()), 12), RejectionReason.MALFORMED);
    }

    @Test
    void rejectsASchemaThatIsNoEvent() throws IOException {
        Schema other = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"Other\",\"fields\":[{\"name\":\"x\",\"type\":\"int\"}]}");
        GenericRecord record = new GenericData.Record(other);
        record.put("x", 1);

        assertRejected(encode(record), RejectionReason.MALFORMED);
    }

    @Test
    void doesNotAllocateWhatALengthPrefixClaims() {
        byte[] claimsTwoGigabytes = ByteBuffer.allocate(16)
                .put((byte) 0)
                .putInt(registry.add(OWN))
                .put((byte) 6)
                .put(new byte[] {(byte) 0xFE, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F})
                .array();

        assertRejected(claimsTwoGigabytes, RejectionReason.MALFORMED);
    }

    @Property(tries = 20_000)
    void returnsOrRejectsWhateverTheBytesAre(@ForAll byte[] body) {
        byte[] value = withHeader(body);

        Throwable decoding = catchThrowable(() -> decoder.decode(value));
        Throwable inspecting = catchThrowable(() -> decoder.inspect(value));

        assertThat(decoding)
                .satisfiesAnyOf(
                        e -> assertThat(e).isNull(), e -> assertThat(e).isInstanceOf(InvalidEventException.class));
        assertThat(inspecting == null).isEqualTo(decoding == null);
    }

    @Property(tries = 20_000)
    void agreesWithAvroOnEventsWithAByteChanged(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] value = encode(Events.sos().build());
        for (int i = 0; i <= random.nextInt(3); i++) {
            value[5 + random.nextInt(value.length - 5)] = (byte) random.nextInt();
        }

        Throwable decoding = catchThrowable(() -> decoder.decode(value));
        Throwable inspecting = catchThrowable(() -> decoder.inspect(value));

        assertThat(inspecting == null).as("decoding: %s", decoding).isEqualTo(decoding == null);
        if (decoding == null) {
            DeviceEvent event = decoder.decode(value);
            EncodedEvent inspected = decoder.inspect(value);
            assertThat(inspected.eventCode()).isEqualTo(event.getEventCode());
            assertThat(inspected.eventTime()).isEqualTo(event.getEventTime().toEpochMilli());
            assertThat(new String(inspected.deviceId(), StandardCharsets.UTF_8)).isEqualTo(event.getDeviceId());
            assertThat(inspected.position()).isEqualTo(PositionState.of(event.getLatitude(), event.getLongitude()));
        }
    }

    private static PositionState positionOf(Double latitude, Double longitude) {
        return decoder.inspect(encode(Events.sos()
                        .setLatitude(latitude)
                        .setLongitude(longitude)
                        .build()))
                .position();
    }

    private static void assertRejected(byte[] value, RejectionReason reason) {
        assertThatThrownBy(() -> decoder.decode(value))
                .isInstanceOfSatisfying(
                        InvalidEventException.class, e -> assertThat(e.reason()).isEqualTo(reason));
        assertThatThrownBy(() -> decoder.inspect(value))
                .isInstanceOfSatisfying(
                        InvalidEventException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static Schema evolved(String field) {
        String json = OWN.toString();
        Schema schema = new Schema.Parser().parse(json.substring(0, json.lastIndexOf("]}")) + "," + field + "]}");
        assertThat(SchemaCompatibility.checkReaderWriterCompatibility(OWN, schema)
                        .getType())
                .isEqualTo(SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE);
        return schema;
    }

    private static byte[] encode(DeviceEvent event) {
        return serializer.serialize(Topics.DEVICE_EVENTS, event);
    }

    private static byte[] encode(GenericRecord event) throws IOException {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        value.writeBytes(WireFormat.header(registry.add(event.getSchema())));
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(value, null);
        new GenericDatumWriter<GenericRecord>(event.getSchema()).write(event, encoder);
        return value.toByteArray();
    }

    private static byte[] withHeader(byte[] body) {
        return ByteBuffer.allocate(5 + body.length)
                .put(WireFormat.header(registry.add(OWN)))
                .put(body)
                .array();
    }
}
