package io.vigil.dynamo;

import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * What becomes of a record: an item in a table.
 *
 * @param key what makes it the same item as another
 * @param item all its attributes
 * @param record where it comes from
 */
record ItemWrite(Key key, Map<String, AttributeValue> item, SinkRecord record) {

    WriteRequest request() {
        return WriteRequest.builder()
                .putRequest(PutRequest.builder().item(item).build())
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
