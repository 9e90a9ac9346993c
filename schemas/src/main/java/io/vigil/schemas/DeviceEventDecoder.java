package io.vigil.schemas;

import io.vigil.events.DeviceEvent;
import io.vigil.schemas.EncodedEvent.PositionState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * Reads values of the topics that hold {@link DeviceEvent}s, written with any version of the schema that is compatible
 * with this one. Whatever the bytes are, every method returns or throws what it documents, and allocates no more than
 * a small multiple of the value's length. Safe for use by several threads.
 */
public final class DeviceEventDecoder {

    private final AvroDecoder<DeviceEvent> decoder;

    /**
     * A decoder.
     *
     * @param registry where the schemas are; stays the caller's to close
     */
    public DeviceEventDecoder(SchemaRegistryClient registry) {
        this.decoder = new AvroDecoder<>(registry, DeviceEvent.getClassSchema());
    }

    /**
     * Decodes a value. Says nothing of whether the event is valid, only that it is one.
     *
     * @param value a value in the Confluent wire format
     * @return the event
     * @throws InvalidEventException if the bytes do not decode or their schema is not known
     * @throws RegistryUnavailableException if the schema could not be asked for; try again
     */
    public DeviceEvent decode(byte[] value) {
        return decoder.decode(value);
    }

    /**
     * Finds out of a value what is needed to route it. Accepts just what {@link #decode(byte[])} accepts.
     *
     * @param value a value in the Confluent wire format
     * @return the value, with what stands in it
     * @throws InvalidEventException if the bytes do not decode or their schema is not known
     * @throws RegistryUnavailableException if the schema could not be asked for; try again
     */
    public EncodedEvent inspect(byte[] value) {
        if (decoder.isOwnSchema(value)) {
            return EncodedEventReader.read(value);
        }
        DeviceEvent event = decoder.decode(value);
        return new EncodedEvent(
                value,
                event.getEventCode(),
                event.getDeviceId().getBytes(StandardCharsets.UTF_8),
                event.getEventTime().toEpochMilli(),
                PositionState.of(event.getLatitude(), event.getLongitude()));
    }

    /**
     * A copy of a value without its position. All else stays as it was, also what only the writer's schema knows.
     *
     * @param value a value in the Confluent wire format
     * @return a value of the same schema
     * @throws InvalidEventException if the bytes do not decode, their schema is not known, or allows for no event
     *     without a position, which a compatible one does
     * @throws RegistryUnavailableException if the schema could not be asked for; try again
     */
    public byte[] withoutPosition(byte[] value) {
        Schema schema = decoder.writerSchema(value);
        GenericRecord event = decoder.read(value, new GenericDatumReader<>(schema));
        try {
            event.put("latitude", null);
            event.put("longitude", null);
            ByteArrayOutputStream copy = new ByteArrayOutputStream(value.length);
            copy.write(value, 0, WireFormat.HEADER_LENGTH);
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(copy, null);
            new GenericDatumWriter<GenericRecord>(schema).write(event, encoder);
            return copy.toByteArray();
        } catch (AvroRuntimeException | NullPointerException e) {
            throw new InvalidEventException(
                    RejectionReason.UNKNOWN_SCHEMA, "The schema " + schema.getFullName() + " demands a position");
        } catch (IOException e) {
            throw new UncheckedIOException("A byte array cannot fail to be written", e);
        }
    }
}
