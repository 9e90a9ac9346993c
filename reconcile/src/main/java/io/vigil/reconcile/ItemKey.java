package io.vigil.reconcile;

import java.nio.charset.StandardCharsets;

/**
 * Which item of which table.
 *
 * @param table the table's name
 * @param deviceId the partition key
 * @param sortKey the sort key
 */
record ItemKey(String table, String deviceId, String sortKey) {

    private static final char SEPARATOR = '\0';

    byte[] bytes() {
        return (table + SEPARATOR + deviceId + SEPARATOR + sortKey).getBytes(StandardCharsets.UTF_8);
    }

    /** The key that {@link #bytes()} stands for. A device id may hold the separator, a table and a sort key cannot. */
    static ItemKey of(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int first = text.indexOf(SEPARATOR);
        int last = text.lastIndexOf(SEPARATOR);
        return new ItemKey(text.substring(0, first), text.substring(first + 1, last), text.substring(last + 1));
    }
}
