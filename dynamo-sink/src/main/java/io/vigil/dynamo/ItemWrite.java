package io.vigil.dynamo;

import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * What becomes of a record: an item in a table, or that there is none.
 *
 * @param key what makes it the same item as another
 * @param item all its attributes; empty where the item is to be deleted, as an item has at least its key
 * @param record where it comes from
 */
record ItemWrite(Key key, Map<String, AttributeValue> item, SinkRecord record) {

    static ItemWrite delete(Key key, SinkRecord record) {
        return new ItemWrite(key, Map.of(), record);
    }

    boolean isDelete() {
        return item.isEmpty();
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
