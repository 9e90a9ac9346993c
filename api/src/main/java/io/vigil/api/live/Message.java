package io.vigil.api.live;

/**
 * A report as it is sent. Its bytes are made once, however many clients get it.
 *
 * @param type of the report
 * @param partition where its record stands
 * @param offset where its record stands
 * @param position behind it, and behind all that the live feed passed on before it
 * @param id the position's line
 * @param body all other lines, with the empty one that ends a message
 */
record Message(StreamType type, int partition, long offset, Position position, byte[] id, byte[] body) {

    int size() {
        return id.length + body.length;
    }
}
