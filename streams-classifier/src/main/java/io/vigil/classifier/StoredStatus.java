package io.vigil.classifier;

import io.vigil.events.DeviceStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * How a status lies in the store and its changelog: Avro's single-object encoding, which names its schema by
 * fingerprint, because the changelog is the application's own and its subject is nobody's in the registry.
 */
final class StoredStatus {

    private StoredStatus() {}

    static Serde<DeviceStatus> serde() {
        return Serdes.serdeFrom((topic, status) -> encode(status), (topic, bytes) -> decode(bytes));
    }

    private static byte[] encode(DeviceStatus status) {
        if (status == null) {
            return null;
        }
        try {
            ByteBuffer buffer = status.toByteBuffer();
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new SerializationException("A device status does not encode", e);
        }
    }

    private static DeviceStatus decode(byte[] bytes) {
        if (bytes == null) {
            return null;
        }
        try {
            return DeviceStatus.fromByteBuffer(ByteBuffer.wrap(bytes));
        } catch (IOException e) {
            throw new SerializationException("A stored device status does not decode", e);
        }
    }
}
