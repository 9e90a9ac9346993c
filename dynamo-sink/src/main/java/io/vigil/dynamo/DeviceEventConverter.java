package io.vigil.dynamo;

import io.vigil.events.DeviceEvent;
import io.vigil.schemas.DeviceEventDecoder;
import io.vigil.schemas.EventCode;
import io.vigil.schemas.EventTable;
import io.vigil.schemas.EventValidation;
import io.vigil.schemas.InvalidEventException;
import io.vigil.schemas.RegistryUnavailableException;
import io.vigil.schemas.SchemaRegistryClient;
import io.vigil.schemas.SchemaRegistryConfig;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.storage.Converter;

/**
 * Reads values of the topics {@code events} and {@code alarms} as Structs in the shape of {@link EventTable}. Configured
 * with Confluent's names for the registry, behind {@code value.converter.}.
 */
public final class DeviceEventConverter implements Converter {

    private static final Schema ITEM = SchemaBuilder.struct()
            .name("io.vigil.dynamo.EventItem")
            .field(EventTable.DEVICE_ID, Schema.STRING_SCHEMA)
            .field(EventTable.EVENT_TIME, Schema.STRING_SCHEMA)
            .field(EventTable.EVENT, Schema.INT32_SCHEMA)
            .field(EventTable.WORKER_ID, Schema.OPTIONAL_STRING_SCHEMA)
            .field(EventTable.WORKER_NAME, Schema.OPTIONAL_STRING_SCHEMA)
            .field(EventTable.LATITUDE, Schema.OPTIONAL_FLOAT64_SCHEMA)
            .field(EventTable.LONGITUDE, Schema.OPTIONAL_FLOAT64_SCHEMA)
            .field(EventTable.EVENT_TIMESTAMP, Schema.INT64_SCHEMA)
            .field(EventTable.ALARM_SHARD, Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private SchemaRegistryClient registry;
    private DeviceEventDecoder decoder;

    /** Made by the Connect worker. */
    public DeviceEventConverter() {}

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        registry = SchemaRegistryClient.create(configs);
        decoder = new DeviceEventDecoder(registry);
    }

    @Override
    public ConfigDef config() {
        return SchemaRegistryConfig.definition();
    }

    /**
     * Not supported: this is for sinks.
     *
     * @throws DataException always
     */
    @Override
    public byte[] fromConnectData(String topic, Schema schema, Object value) {
        throw new DataException("DeviceEventConverter reads, for sinks; it does not write topic " + topic);
    }

    /**
     * The item of an event.
     *
     * @throws DataException if the value is not an event; the worker's errors.tolerance decides what becomes of it
     * @throws RetriableException if the registry did not answer; errors.retry.timeout says how long to try
     */
    @Override
    public SchemaAndValue toConnectData(String topic, byte[] value) {
        if (value == null) {
            return SchemaAndValue.NULL;
        }
        try {
            return new SchemaAndValue(ITEM, item(decoder.decode(value)));
        } catch (InvalidEventException e) {
            throw new DataException("Not an event: " + e.getMessage(), e);
        } catch (RegistryUnavailableException e) {
            throw new RetriableException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        if (registry != null) {
            registry.close();
        }
    }

    private static Struct item(DeviceEvent event) {
        long time = event.getEventTime().toEpochMilli();
        Struct item = new Struct(ITEM)
                .put(EventTable.DEVICE_ID, event.getDeviceId())
                .put(EventTable.EVENT_TIME, EventTable.sortKey(time, event.getEventCode()))
                .put(EventTable.EVENT, event.getEventCode())
                .put(EventTable.WORKER_ID, event.getWorkerId())
                .put(EventTable.WORKER_NAME, event.getWorkerName())
                .put(EventTable.EVENT_TIMESTAMP, time);
        Double latitude = event.getLatitude();
        Double longitude = event.getLongitude();
        if (latitude != null && longitude != null && EventValidation.isPosition(latitude, longitude)) {
            item.put(EventTable.LATITUDE, latitude).put(EventTable.LONGITUDE, longitude);
        }
        if (EventCode.isAlarm(event.getEventCode())) {
            item.put(EventTable.ALARM_SHARD, EventTable.alarmShard(event.getDeviceId(), time));
        }
        return item;
    }
}
