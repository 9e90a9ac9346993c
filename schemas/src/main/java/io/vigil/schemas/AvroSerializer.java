package io.vigil.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes records of a generated class in the Confluent wire format, with the schema id that the registry has under
 * the topic's value subject. Safe for use by several threads, as a Kafka producer is.
 *
 * @param <T> the generated class
 */
public class AvroSerializer<T extends SpecificRecord> implements Serializer<T> {

    static {
        GeneratedClasses.trust();
    }

    /** Longer than nearly every event, so that the buffer need not grow. */
    private static final int TYPICAL_LENGTH = 160;

    private final Map<String, byte[]> headers = new ConcurrentHashMap<>();

    /** To make one costs more than to write a record. Avro's own message encoder shares one among threads, too. */
    private volatile DatumWriter<T> writer;

    private SchemaRegistryClient registry;
    private boolean autoRegister;

    /** A serializer that is to be configured with the names of {@link SchemaRegistryConfig}. */
    public AvroSerializer() {}

    /**
     * A serializer that asks no registry and needs no configuration.
     *
     * @param schemaIds by the topics that it is to be used for
     */
    AvroSerializer(Map<String, Integer> schemaIds) {
        schemaIds.forEach((topic, id) -> headers.put(topic, WireFormat.header(id)));
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        registry = SchemaRegistryClient.create(configs);
        autoRegister = new SchemaRegistryConfig(configs).getBoolean(SchemaRegistryConfig.AUTO_REGISTER_CONFIG);
    }

    /**
     * Encodes a record.
     *
     * @param topic the topic, whose subject the schema is registered under
     * @param data the record, or null
     * @return the value in the wire format; null for null, which deletes in a compacted topic
     * @throws SerializationException if the record lacks a value that its schema asks for
     * @throws RegistryUnavailableException if the schema's id is not known yet and no registry answered
     * @throws RegistryRequestException if the registry does not take the schema
     */
    @Override
    public byte[] serialize(String topic, T data) {
        if (data == null) {
            return null;
        }
        Schema schema = data.getSchema();
        byte[] header = headers.computeIfAbsent(topic, key -> WireFormat.header(schemaId(key, schema)));
        ByteArrayOutputStream value = new ByteArrayOutputStream(TYPICAL_LENGTH);
        value.writeBytes(header);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(value, null);
        try {
            writer(schema).write(data, encoder);
        } catch (IOException | AvroRuntimeException | NullPointerException e) {
            throw new SerializationException("A " + schema.getName() + " for topic " + topic + " does not encode", e);
        }
        return value.toByteArray();
    }

    private DatumWriter<T> writer(Schema schema) {
        DatumWriter<T> known = writer;
        if (known == null) {
            known = new SpecificDatumWriter<>(schema);
            writer = known;
        }
        return known;
    }

    /**
     * The id of a schema under a topic's value subject, which is registered if that is configured.
     *
     * @param topic the topic
     * @param schema of its values
     * @return the registry's id
     * @throws RegistryUnavailableException if no registry answered
     * @throws RegistryRequestException if the registry does not have or take the schema
     */
    public int schemaId(String topic, Schema schema) {
        String subject = Topics.valueSubject(topic);
        return autoRegister ? registry.register(subject, schema) : registry.idOf(subject, schema);
    }

    @Override
    public void close() {
        if (registry != null) {
            registry.close();
        }
    }
}
