package io.vigil.schemas;

import io.vigil.events.DeviceEvent;

/** The serializer of {@link DeviceEvent}s, for a producer's {@code value.serializer}. */
public final class DeviceEventSerializer extends AvroSerializer<DeviceEvent> {

    /** A serializer that is to be configured with the names of {@link SchemaRegistryConfig}. */
    public DeviceEventSerializer() {}
}
