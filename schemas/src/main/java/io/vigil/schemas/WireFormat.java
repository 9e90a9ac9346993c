package io.vigil.schemas;

import java.nio.ByteBuffer;

/**
 * The frame around each value in a topic: a zero byte, the schema's id in four bytes with the highest first, and the
 * Avro binary encoding (Confluent's documentation, "Wire format").
 */
final class WireFormat {

    static final int HEADER_LENGTH = 5;

    private static final byte MAGIC = 0;

    private WireFormat() {}

    /**
     * The id in the header of a value.
     *
     * @throws InvalidEventException if there is no header
     */
    static int schemaId(byte[] value) {
        if (value.length < HEADER_LENGTH) {
            throw new InvalidEventException(
                    RejectionReason.MALFORMED, "The value has " + value.length + " bytes, too few for a schema id");
        }
        if (value[0] != MAGIC) {
            throw new InvalidEventException(
                    RejectionReason.MALFORMED, "The value starts with byte " + value[0] + " and not with 0");
        }
        return ByteBuffer.wrap(value).getInt(1);
    }

    static byte[] header(int schemaId) {
        return ByteBuffer.allocate(HEADER_LENGTH).put(MAGIC).putInt(schemaId).array();
    }
}
