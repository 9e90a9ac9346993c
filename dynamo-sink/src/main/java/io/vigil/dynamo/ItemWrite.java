package io.vigil.dynamo;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.sink.SinkRecord;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * What becomes of a record: an item in a table, or that there is none.
 *
 * @param key what makes it the same item as another
 * @param item all its attributes; empty where the item is to be deleted, as an item has at least its key
 * @param record where it comes from
 * @param version empty unless writes are conditional
 */
record ItemWrite(Key key, Map<String, AttributeValue> item, SinkRecord record, Optional<Version> version) {

    static ItemWrite delete(Key key, SinkRecord record, Optional<Version> version) {
        return new ItemWrite(key, Map.of(), record, version);
    }

    boolean isDelete() {
        return item.isEmpty();
    }

    /** That of the two which is to be written: the one that comes later, unless this has the newer version. */
    ItemWrite newerOf(ItemWrite later) {
        boolean isNewer = version.isPresent()
                && later.version.isPresent()
                && version.get().isNewerThan(later.version.get());
        return isNewer ? this : later;
    }

    WriteRequest request() {
        return isDelete()
                ? WriteRequest.builder()
                        .deleteRequest(request -> request.key(key.attributes()))
                        .build()
                : WriteRequest.builder()
                        .putRequest(request -> request.item(item))
                        .build();
    }

    /**
     * The identity of an item. The attributes keep their types, so that the number 1 and the text "1" are two.
     *
     * @param table the table's name
     * @param attributes the partition key, and the sort key where the table has one
     */
    record Key(String table, Map<String, AttributeValue> attributes) {}
}
