package io.vigil.stack;

import io.vigil.events.DeviceEvent;
import io.vigil.events.DeviceStatus;
import io.vigil.schemas.RegistryRequestException;
import io.vigil.schemas.RegistryUnavailableException;
import io.vigil.schemas.SchemaRegistryClient;
import io.vigil.schemas.Topics;
import java.util.Map;
import org.apache.avro.Schema;

/** Registers the schemas of the topics' values, so that a client in any language finds them by the topic's name. */
final class SchemaProvisioner {

    /** What may change: only what every older and newer reader and writer can live with. */
    static final String COMPATIBILITY = "FULL_TRANSITIVE";

    private static final Map<String, Schema> SCHEMAS = Map.of(
            Topics.DEVICE_EVENTS, DeviceEvent.getClassSchema(),
            Topics.EVENTS, DeviceEvent.getClassSchema(),
            Topics.ALARMS, DeviceEvent.getClassSchema(),
            Topics.DEVICE_STATUS, DeviceStatus.getClassSchema());

    private SchemaProvisioner() {}

    static void provision(String registryUrl) {
        try (SchemaRegistryClient registry = SchemaRegistryClient.create(Map.of("schema.registry.url", registryUrl))) {
            SCHEMAS.forEach((topic, schema) -> {
                String subject = Topics.valueSubject(topic);
                registry.register(subject, schema);
                registry.setCompatibility(subject, COMPATIBILITY);
            });
        } catch (RegistryUnavailableException | RegistryRequestException e) {
            throw new StackException("cannot register the schemas at " + registryUrl + ": " + e.getMessage(), e);
        }
    }
}
