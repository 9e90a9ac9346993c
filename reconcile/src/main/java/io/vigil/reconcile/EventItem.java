package io.vigil.reconcile;

import io.vigil.events.DeviceEvent;
import io.vigil.schemas.EventTable;
import java.nio.ByteBuffer;

/**
 * The item that an event has to be.
 *
 * @param key which item of which table
 * @param content {@link ItemContent}
 */
record EventItem(ItemKey key, byte[] content) {

    static EventItem of(DeviceEvent event, Tables tables) {
        int code = event.getEventCode();
        ItemKey key = new ItemKey(
                tables.tableOf(code),
                event.getDeviceId(),
                EventTable.sortKey(event.getEventTime().toEpochMilli(), code));
        return new EventItem(key, ItemContent.of(event));
    }

    byte[] bytes() {
        byte[] keyBytes = key.bytes();
        return ByteBuffer.allocate(content.length + keyBytes.length)
                .put(content)
                .put(keyBytes)
                .array();
    }

    /** What {@link #bytes()} stands for; takes all that is left. */
    static EventItem readFrom(ByteBuffer buffer) {
        byte[] content = new byte[Digest.LENGTH];
        buffer.get(content);
        byte[] key = new byte[buffer.remaining()];
        buffer.get(key);
        return new EventItem(ItemKey.of(key), content);
    }
}
