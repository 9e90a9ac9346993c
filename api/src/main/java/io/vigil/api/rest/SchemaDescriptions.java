package io.vigil.api.rest;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.media.Schema;
import java.util.List;
import java.util.Map;

/** What the schemas of answers say besides the types: what is always there, and an example. */
final class SchemaDescriptions {

    private static final Map<String, Object> EVENT = Map.of(
            "id", "bls-1010/2026-11-25T11:00:00.123Z#6",
            "deviceId", "bls-1010",
            "time", "2026-11-25T11:00:00.123Z",
            "code", 6,
            "kind", "SOS",
            "alarm", true,
            "workerId", "W364",
            "workerName", "Per Dahl",
            "latitude", 59.3,
            "longitude", 18.06);

    private SchemaDescriptions() {}

    static void describe(Components components) {
        components.getSchemas().remove("MultiValueMapStringString");
        require(components, "Event", "id", "deviceId", "time", "code", "kind", "alarm");
        require(components, "Device", "deviceId", "code", "kind", "time", "state", "revision");
        require(components, "PageEvent", "items");
        require(components, "PageDevice", "items");
        require(components, "ClientConfig", "alarmForSeconds", "silentAfterSeconds", "codes", "authentication");
        schema(components, "Event")
                .description("One event. The same one has the same id, wherever it is read. workerId, workerName and "
                        + "the position may be absent.")
                .setExample(EVENT);
        schema(components, "Device")
                .description("What is known of a device by its newest events. Of two answers, the one with the lower "
                        + "revision is the older one. What was never known is absent.");
        String page = "A page may have fewer items than were asked for, or none, with next there: go on until next is "
                + "absent.";
        schema(components, "PageEvent").description(page);
        schema(components, "PageDevice").description(page);
    }

    private static void require(Components components, String name, String... properties) {
        schema(components, name).setRequired(List.of(properties));
    }

    private static Schema<?> schema(Components components, String name) {
        return components.getSchemas().get(name);
    }
}
