package io.vigil.schemas;

import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads values in the Confluent wire format into a generated class. Safe for use by several threads.
 *
 * @param <T> the generated class
 */
public class AvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {

    private final Schema schema;
    private SchemaRegistryClient registry;
    private AvroDecoder<T> decoder;

    /**
     * A deserializer that is to be configured with the names of {@link SchemaRegistryConfig}.
     *
     * @param schema the generated class's schema
     */
    public AvroDeserializer(Schema schema) {
        this.schema = schema;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        registry = SchemaRegistryClient.create(configs);
        decoder = new AvroDecoder<>(registry, schema);
    }

    /**
     * Decodes a value.
     *
     * @param topic not looked at
     * @param data a value in the Confluent wire format, or null
     * @return the record, or null for null
     * @throws InvalidEventException if the bytes do not decode or their schema is not known
     * @throws RegistryUnavailableException if the schema could not be asked for; try again
     */
    @Override
    public T deserialize(String topic, byte[] data) {
        return data == null ? null : decoder.decode(data);
    }

    @Override
    public void close() {
        if (registry != null) {
            registry.close();
        }
    }
}
