package io.vigil.dynamo;

import io.vigil.dynamo.SinkOptions.ItemOptions;
import io.vigil.dynamo.SinkOptions.KeyAttribute;
import io.vigil.dynamo.SinkOptions.TableOptions;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Makes items of records, and deletes of those without a value, and refuses at once what DynamoDB would refuse later, with 24 others in the same request. */
final class RecordConverter {

    /** The longest partition key, in bytes (AWS documentation, "Service, account, and table quotas"). */
    private static final int MAX_PARTITION_KEY_BYTES = 2048;

    /** The longest sort key, in bytes (the same page). */
    private static final int MAX_SORT_KEY_BYTES = 1024;

    private final TableOptions tables;
    private final ItemOptions options;
    private final KeyAttribute partitionKey;
    private final Optional<KeyAttribute> sortKey;

    RecordConverter(SinkOptions options) {
        this.tables = options.tables();
        this.options = options.items();
        this.partitionKey = this.options.partitionKey();
        this.sortKey = this.options.sortKey();
    }

    /**
     * The item of a record that has a value.
     *
     * @throws MalformedRecordException if it can never be an item
     */
    ItemWrite convert(SinkRecord record) {
        Map<String, AttributeValue> fields = AttributeValues.attributesOf(record.value());
        Map<String, AttributeValue> item = new HashMap<>(fields);
        ItemWrite.Key key = takeKey(record, item);
        Optional<Version> version = versionOf(record, fields);
        version.ifPresent(present -> item.putAll(present.attributes()));
        options.kafkaAttributes().ifPresent(attributes -> item.putAll(attributes.of(record)));
        options.expiry().ifPresent(expiry -> item.put(expiry.attribute(), expiry.of(record, fields)));
        item.putAll(key.attributes());
        if (ItemSize.isTooLarge(item)) {
            throw new MalformedRecordException(
                    "The item has " + ItemSize.of(item) + " bytes, more than DynamoDB's " + ItemSize.MAX_BYTES);
        }
        return new ItemWrite(key, item, record, version);
    }

    /**
     * The delete of the item that the record's key names: a Struct or Map with the fields that a value has its key in,
     * or the plain partition key of a table without a sort key.
     *
     * @throws MalformedRecordException if it names none
     */
    ItemWrite convertToDelete(SinkRecord record) {
        Map<String, AttributeValue> fields = keyFieldsOf(record.key());
        return ItemWrite.delete(takeKey(record, new HashMap<>(fields)), record, versionOf(record, Map.of()));
    }

    private Optional<Version> versionOf(SinkRecord record, Map<String, AttributeValue> fields) {
        return options.versions().map(versions -> {
            BigDecimal number = versions.source()
                    .of(record, fields)
                    .orElseThrow(() -> new MalformedRecordException(
                            "The record has no " + versions.source() + ", which is its version"));
            return versions.source().kind() == RecordNumber.Kind.OFFSET
                    ? Version.ofOffset(options.kafkaAttributes().orElseThrow(), record)
                    : Version.ofNumber(versions.attribute(), number);
        });
    }

    private Map<String, AttributeValue> keyFieldsOf(Object key) {
        if (key == null) {
            throw new MalformedRecordException("The record has neither a value nor a key");
        }
        boolean isPlain = !(key instanceof Struct || key instanceof Map);
        if (isPlain && sortKey.isPresent()) {
            throw new MalformedRecordException("The record has no value, and its key is no Struct or Map with "
                    + partitionKey.field() + " and " + sortKey.get().field() + ", so it does not name an item");
        }
        return AttributeValues.attributesOf(isPlain ? Map.of(partitionKey.field(), key) : key);
    }

    /** The key that is among the fields; they no longer have it, as the table may call it something else. */
    private ItemWrite.Key takeKey(SinkRecord record, Map<String, AttributeValue> fields) {
        Map<String, AttributeValue> key = new HashMap<>();
        key.put(partitionKey.attribute(), takeKey(fields, partitionKey, MAX_PARTITION_KEY_BYTES));
        sortKey.ifPresent(sort -> key.put(sort.attribute(), takeKey(fields, sort, MAX_SORT_KEY_BYTES)));
        return new ItemWrite.Key(tables.tableOf(record.topic()), Map.copyOf(key));
    }

    private static AttributeValue takeKey(Map<String, AttributeValue> fields, KeyAttribute key, int maxBytes) {
        AttributeValue value = fields.remove(key.field());
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
