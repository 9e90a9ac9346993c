package io.vigil.schemas;

import io.vigil.schemas.EncodedEvent.PositionState;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Walks once over an event written with this version of the schema, in the order of its fields, checking each length
 * against what is left. It makes no object of a value that routing does not need, which halves the cost of an event
 * against decoding it; {@code EncodedEventReaderTest} holds that it accepts what Avro's own decoder accepts.
 */
final class EncodedEventReader {

    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private int at = WireFormat.HEADER_LENGTH;

    private EncodedEventReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads a value that has its header.
     *
     * @throws InvalidEventException if the bytes are not what the schema says
     */
    static EncodedEvent read(byte[] value) {
        return new EncodedEventReader(value).read();
    }

    private EncodedEvent read() {
        int eventCode = readInt();
        byte[] deviceId = readBytes();
        long eventTime = readLong();
        skipOptionalString();
        skipOptionalString();
        Double latitude = readOptionalDouble();
        Double longitude = readOptionalDouble();
        return new EncodedEvent(bytes, eventCode, deviceId, eventTime, PositionState.of(latitude, longitude));
    }

    private byte[] readBytes() {
        int start = at;
        int length = skipString();
        int from = at - length;
        if (from < start) {
            throw malformed();
        }
        return Arrays.copyOfRange(bytes, from, at);
    }

    private void skipOptionalString() {
        if (isPresent()) {
            skipString();
        }
    }

    private int skipString() {
        long length = readLong();
        if (length < 0 || length > bytes.length - at) {
            throw malformed();
        }
        at += (int) length;
        return (int) length;
    }

    private Double readOptionalDouble() {
        if (!isPresent()) {
            return null;
        }
        if (bytes.length - at < Double.BYTES) {
            throw malformed();
        }
        double value = (double) DOUBLE.get(bytes, at);
        at += Double.BYTES;
        return value;
    }

    /** Reads which branch of {@code ["null", …]} follows. */
    private boolean isPresent() {
        int branch = readInt();
        if (branch != 0 && branch != 1) {
            throw malformed();
        }
        return branch == 1;
    }

    private int readInt() {
        long value = readVarint(5);
        if (value != (int) value) {
            throw malformed();
        }
        return (int) value;
    }

    private long readLong() {
        return readVarint(10);
    }

    /** Avro specification, "Binary encoding": seven bits a byte, the lowest first, zigzag. */
    private long readVarint(int maxBytes) {
        long zigzag = 0;
        for (int i = 0; i < maxBytes; i++) {
            if (at == bytes.length) {
                throw malformed();
            }
            byte next = bytes[at++];
            zigzag |= (next & 0x7FL) << (7 * i);
            if (next >= 0) {
                return (zigzag >>> 1) ^ -(zigzag & 1);
            }
        }
        throw malformed();
    }

    private static InvalidEventException malformed() {
        return new InvalidEventException(RejectionReason.MALFORMED, "The bytes are not what their schema says");
    }
}
