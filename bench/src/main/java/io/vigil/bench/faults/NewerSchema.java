package io.vigil.bench.faults;

import io.vigil.events.DeviceEvent;
import io.vigil.schemas.SchemaRegistryClient;
import io.vigil.schemas.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Events with a field more than the others, as a gateway writes them that was upgraded before all else. */
final class NewerSchema {

    private static final Schema SCHEMA = withBattery(DeviceEvent.getClassSchema());
    private static final int FALL = 3;
    private static final int CHECK_IN = 2;

    private NewerSchema() {}

    /**
     * Registers the schema, and encodes events with it, one in ten an alarm.
     *
     * @return values in the wire format
     */
    static List<byte[]> events(SchemaRegistryClient registry, int count) {
        int id = registry.register(Topics.valueSubject(Topics.DEVICE_EVENTS), SCHEMA);
        long now = System.currentTimeMillis();
        return IntStream.range(0, count)
                .mapToObj(number -> encoded(id, event(number, now)))
                .toList();
    }

    private static Schema withBattery(Schema schema) {
        Schema optionalInt = Schema.createUnion(Schema.create(Schema.Type.NULL), Schema.create(Schema.Type.INT));
        Stream<Schema.Field> fields = schema.getFields().stream().map(field -> new Schema.Field(field, field.schema()));
        Schema.Field battery = new Schema.Field("batteryPercent", optionalInt, null, Schema.Field.NULL_DEFAULT_VALUE);
        return Schema.createRecord(
                schema.getName(),
                schema.getDoc(),
                schema.getNamespace(),
                false,
                Stream.concat(fields, Stream.of(battery)).toList());
    }

    private static GenericRecord event(int number, long now) {
        GenericRecord event = new GenericData.Record(SCHEMA);
        event.put("eventCode", number % 10 == 0 ? FALL : CHECK_IN);
        event.put("deviceId", "newer-" + number);
        event.put("eventTime", now + number);
        event.put("batteryPercent", number % 100);
        return event;
    }

    private static byte[] encoded(int id, GenericRecord event) {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        value.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(value, null);
        try {
            new GenericDatumWriter<GenericRecord>(SCHEMA).write(event, encoder);
        } catch (IOException e) {
            throw new IllegalStateException("A byte array takes all", e);
        }
        return value.toByteArray();
    }
}
