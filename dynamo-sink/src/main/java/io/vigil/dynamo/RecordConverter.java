package io.vigil.dynamo;

import io.vigil.dynamo.SinkOptions.KeyAttribute;
import io.vigil.dynamo.SinkOptions.TableOptions;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.sink.SinkRecord;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Makes items of records, and refuses at once what DynamoDB would refuse later, with 24 others in the same request. */
final class RecordConverter {

    /** The longest partition key, in bytes (AWS documentation, "Service, account, and table quotas"). */
    private static final int MAX_PARTITION_KEY_BYTES = 2048;

    /** The longest sort key, in bytes (the same page). */
    private static final int MAX_SORT_KEY_BYTES = 1024;

    private final TableOptions tables;
    private final KeyAttribute partitionKey;
    private final Optional<KeyAttribute> sortKey;

    RecordConverter(SinkOptions options) {
        this.tables = options.tables();
        this.partitionKey = options.items().partitionKey();
        this.sortKey = options.items().sortKey();
    }

    /**
     * The item of a record that has a value.
     *
     * @throws MalformedRecordException if it can never be an item
     */
    ItemWrite convert(SinkRecord record) {
        Map<String, AttributeValue> item = new HashMap<>(AttributeValues.attributesOf(record.value()));
        Map<String, AttributeValue> key = new HashMap<>();
        key.put(partitionKey.attribute(), takeKey(item, partitionKey, MAX_PARTITION_KEY_BYTES));
        sortKey.ifPresent(sort -> key.put(sort.attribute(), takeKey(item, sort, MAX_SORT_KEY_BYTES)));
        item.putAll(key);
        long size = ItemSize.of(item);
        if (size > ItemSize.MAX_BYTES) {
            throw new MalformedRecordException(
                    "The item has " + size + " bytes, more than DynamoDB's " + ItemSize.MAX_BYTES);
        }
        return new ItemWrite(new ItemWrite.Key(tables.tableOf(record.topic()), Map.copyOf(key)), item, record);
    }

    private static AttributeValue takeKey(Map<String, AttributeValue> item, KeyAttribute key, int maxBytes) {
        AttributeValue value = item.remove(key.field());
        if (value == null) {
            throw new MalformedRecordException("The record has no value in its key field " + key.field());
        }
        return switch (value.type()) {
            case S -> checked(key, value, ItemSize.utf8(value.s()), maxBytes);
            case B -> checked(key, value, value.b().asByteArrayUnsafe().length, maxBytes);
            // 1 and 1.0 are one key to DynamoDB, so they have to be one key here.
            case N ->
                AttributeValue.fromN(
                        new BigDecimal(value.n()).stripTrailingZeros().toPlainString());
            default ->
                throw new MalformedRecordException(
                        "Key field " + key.field() + " is of type " + value.type() + ", a key is S, N or B");
        };
    }

    private static AttributeValue checked(KeyAttribute key, AttributeValue value, int bytes, int maxBytes) {
        if (bytes == 0 || bytes > maxBytes) {
            throw new MalformedRecordException(
                    "Key field " + key.field() + " has " + bytes + " bytes, a key has 1 to " + maxBytes);
        }
        return value;
    }
}
