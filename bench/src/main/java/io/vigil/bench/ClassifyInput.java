package io.vigil.bench;

import io.vigil.events.DeviceEvent;
import io.vigil.schemas.DeviceEventSerializer;
import io.vigil.schemas.EventCode;
import io.vigil.schemas.Topics;
import io.vigil.schemas.csv.CsvColumns;
import io.vigil.stack.Endpoints;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.ProducerRecord;

/** {@link SampleRows} as a gateway sends them, in {@code device-events}. */
final class ClassifyInput {

    private ClassifyInput() {}

    /**
     * Fills the topic.
     *
     * @param devices that the records are of, in turn
     * @return where its records belong
     */
    static Routed load(Endpoints endpoints, int records, int devices) {
        LongAdder alarms = new LongAdder();
        CsvColumns columns = SampleRows.columns();
        try (DeviceEventSerializer serializer = new DeviceEventSerializer()) {
            serializer.configure(Map.of("schema.registry.url", endpoints.registryUrl()), false);
            LoadedTopic.fill(endpoints.bootstrapServers(), "lz4", records, number -> {
                DeviceEvent event = SampleRows.event(columns, number, devices);
                if (EventCode.isAlarm(event.getEventCode())) {
                    alarms.increment();
                }
                return new ProducerRecord<>(
                        Topics.DEVICE_EVENTS,
                        event.getDeviceId().getBytes(StandardCharsets.UTF_8),
                        serializer.serialize(Topics.DEVICE_EVENTS, event));
            });
        }
        return new Routed(alarms.sum(), records - alarms.sum());
    }
}
