package io.vigil.schemas;

import io.vigil.events.DeviceEvent;

/** The deserializer of {@link DeviceEvent}s, for a consumer's {@code value.deserializer}. */
public final class DeviceEventDeserializer extends AvroDeserializer<DeviceEvent> {

    /** A deserializer that is to be configured with the names of {@link SchemaRegistryConfig}. */
    public DeviceEventDeserializer() {
        super(DeviceEvent.getClassSchema());
    }
}
