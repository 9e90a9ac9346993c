package io.vigil.bench.flink;

import io.vigil.events.DeviceEvent;
import io.vigil.schemas.EventCode;
import java.io.IOException;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads a record into the generated class, and hands on whether it is an alarm, with its key and its value as they came. */
final class DecodedEvents implements KafkaRecordDeserializationSchema<Tuple3<Boolean, byte[], byte[]>> {

    private static final long serialVersionUID = 1L;

    /** Of the header of Confluent's wire format. */
    private static final int HEADER_LENGTH = 5;

    private transient SpecificDatumReader<DeviceEvent> reader;
    private transient BinaryDecoder decoder;
    private transient DeviceEvent event;

    @Override
    public void open(InitializationContext context) {
        reader = new SpecificDatumReader<>(DeviceEvent.class);
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Tuple3<Boolean, byte[], byte[]>> collector)
            throws IOException {
        byte[] value = record.value();
        decoder = DecoderFactory.get().binaryDecoder(value, HEADER_LENGTH, value.length - HEADER_LENGTH, decoder);
        event = reader.read(event, decoder);
        collector.collect(Tuple3.of(EventCode.isAlarm(event.getEventCode()), record.key(), value));
    }

    @Override
    public TypeInformation<Tuple3<Boolean, byte[], byte[]>> getProducedType() {
        return Types.TUPLE(
                Types.BOOLEAN,
                PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO,
                PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    }
}
