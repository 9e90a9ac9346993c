package io.vigil.schemas;

import io.vigil.events.DeviceEvent;
import java.util.Map;

/** The serializer of {@link DeviceEvent}s, for a producer's {@code value.serializer}. */
public final class DeviceEventSerializer extends AvroSerializer<DeviceEvent> {

    /** A serializer that is to be configured with the names of {@link SchemaRegistryConfig}. */
    public DeviceEventSerializer() {}

    private DeviceEventSerializer(Map<String, Integer> schemaIds) {
        super(schemaIds);
    }

    /**
     * A serializer that asks no registry and needs no configuration, for many tasks for which one has asked.
     *
     * @param schemaIds the ids of {@link DeviceEvent}'s schema, by the topics that the serializer is to be used for
     * @return the serializer
     */
    public static DeviceEventSerializer withSchemaIds(Map<String, Integer> schemaIds) {
        return new DeviceEventSerializer(schemaIds);
    }
}
