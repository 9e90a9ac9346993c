package io.vigil.api.live;

import io.vigil.api.model.Event;
import io.vigil.events.DeviceStatus;
import io.vigil.schemas.AvroDeserializer;
import io.vigil.schemas.DeviceEventDeserializer;
import io.vigil.schemas.InvalidEventException;
import io.vigil.schemas.RegistryUnavailableException;
import jakarta.annotation.PreDestroy;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.stereotype.Component;

/** Reads the records of the streamed topics. Safe for use by several threads. */
@Component
final class RecordReader implements AutoCloseable {

    private final DeviceEventDeserializer events = new DeviceEventDeserializer();
    private final AvroDeserializer<DeviceStatus> statuses = new AvroDeserializer<>(DeviceStatus.getClassSchema());

    RecordReader(KafkaSettings settings) {
        events.configure(settings.kafka(), false);
        statuses.configure(settings.kafka(), false);
    }

    /**
     * What a record says.
     *
     * @return empty if its value is null, which deletes
     * @throws InvalidEventException if it does not decode
     * @throws RegistryUnavailableException if its schema could not be asked for; try again
     */
    Optional<Report> read(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return Optional.empty();
        }
        StreamType type = StreamType.ofTopic(record.topic());
        return Optional.of(type == StreamType.DEVICE ? device(record) : event(type, record));
    }

    private Report event(StreamType type, ConsumerRecord<byte[], byte[]> record) {
        Event event = Event.of(events.deserialize(record.topic(), record.value()));
        return new Report(type, record.partition(), record.offset(), event.deviceId(), event.code(), event);
    }

    private Report device(ConsumerRecord<byte[], byte[]> record) {
        DeviceStatus status = statuses.deserialize(record.topic(), record.value());
        return new Report(
                StreamType.DEVICE,
                record.partition(),
                record.offset(),
                status.getDeviceId(),
                status.getEventCode(),
                status);
    }

    @Override
    @PreDestroy
    public void close() {
        events.close();
        statuses.close();
    }
}
