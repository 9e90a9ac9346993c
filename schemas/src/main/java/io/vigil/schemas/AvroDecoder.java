package io.vigil.schemas;

import java.io.IOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/**
 * Decodes values in the Confluent wire format into a generated class, whatever compatible schema they were written
 * with. What is thrown is documented at {@link DeviceEventDecoder}. Safe for use by several threads, as Kafka Streams
 * gives one deserializer to all of its own.
 *
 * @param <T> the generated class
 */
final class AvroDecoder<T extends SpecificRecord> {

    static {
        GeneratedClasses.trust();
    }

    private final SchemaRegistryClient registry;
    private final Schema ownSchema;
    private final String ownCanonicalForm;
    private volatile Writer<T> lastWriter;

    AvroDecoder(SchemaRegistryClient registry, Schema ownSchema) {
        this.registry = registry;
        this.ownSchema = ownSchema;
        this.ownCanonicalForm = SchemaNormalization.toParsingForm(ownSchema);
    }

    T decode(byte[] value) {
        return read(value, writerOf(value).reader());
    }

    /** The schema that a value was written with. */
    Schema writerSchema(byte[] value) {
        return writerOf(value).schema();
    }

    /** Whether a value was written with the generated class's own schema, up to what does not change its bytes. */
    boolean isOwnSchema(byte[] value) {
        return writerOf(value).isOwnSchema();
    }

    /** Reads a value with any reader of its writer's schema. */
    <R> R read(byte[] value, GenericDatumReader<R> reader) {
        BinaryDecoder body = DecoderFactory.get()
                .binaryDecoder(value, WireFormat.HEADER_LENGTH, value.length - WireFormat.HEADER_LENGTH, null);
        try {
            return reader.read(null, body);
        } catch (IOException | AvroRuntimeException | UnsupportedOperationException | IndexOutOfBoundsException e) {
            // Avro documents no exception for malformed bytes; these are what its decoders throw.
            throw new InvalidEventException(
                    RejectionReason.MALFORMED,
                    "The bytes are not what their schema says: " + e.getClass().getSimpleName());
        }
    }

    /** Most topics carry one version of a schema for months, so the last one is kept at hand. */
    private Writer<T> writerOf(byte[] value) {
        int schemaId = WireFormat.schemaId(value);
        Writer<T> writer = lastWriter;
        if (writer == null || writer.schemaId() != schemaId) {
            Schema schema = registry.schemaById(schemaId)
                    .orElseThrow(() -> new InvalidEventException(
                            RejectionReason.UNKNOWN_SCHEMA, "The registry has no Avro schema with id " + schemaId));
            writer = new Writer<>(
                    schemaId,
                    schema,
                    ownCanonicalForm.equals(SchemaNormalization.toParsingForm(schema)),
                    new SpecificDatumReader<>(schema, ownSchema));
            lastWriter = writer;
        }
        return writer;
    }

    private record Writer<T>(int schemaId, Schema schema, boolean isOwnSchema, SpecificDatumReader<T> reader) {}
}
