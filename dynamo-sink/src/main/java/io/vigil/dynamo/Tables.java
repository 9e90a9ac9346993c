package io.vigil.dynamo;

import io.vigil.dynamo.SinkOptions.KeyAttribute;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** Makes sure at the start that a table is there and has the key that the options say; knows the types of that key. */
final class Tables {

    private final DynamoDbClient client;
    private final Map<String, KeyType> key;
    private final boolean autoCreate;

    /** By table and attribute, for the tables that were checked. */
    private final Map<String, Map<String, ScalarAttributeType>> types = new HashMap<>();

    Tables(DynamoDbClient client, SinkOptions options) {
        this.client = client;
        this.key = new LinkedHashMap<>();
        key.put(options.items().partitionKey().attribute(), KeyType.HASH);
        options.items()
                .sortKey()
                .map(KeyAttribute::attribute)
                .ifPresent(attribute -> key.put(attribute, KeyType.RANGE));
        this.autoCreate = options.tables().autoCreate();
    }

    /**
     * Checks a table, and creates it where that is asked for.
     *
     * @throws ConnectException if it is missing or has another key, or DynamoDB refuses or does not answer
     */
    void check(String table) {
        try {
            accept(describe(table));
        } catch (ResourceNotFoundException e) {
            if (!autoCreate) {
                throw new ConnectException(
                        "There is no table " + table + ". Create it, or set " + DynamoDbSinkConfig.AUTO_CREATE + ".",
                        e);
            }
            create(table);
        } catch (DynamoDbException | SdkClientException e) {
            throw new ConnectException("Cannot look at table " + table + ": " + e.getMessage(), e);
        }
    }

    /**
     * Checks that a record's key is of its table's types. A transformation may have sent the record to a table that was
     * never checked: then DynamoDB tells.
     *
     * @param schema of what holds the key in the record; null if it has none
     * @throws MalformedRecordException if it is of another type, and there is no schema: the next record's may fit
     * @throws ConnectException if it is of another type by its schema: all other records would end as dead letters too
     */
    void checkTypes(ItemWrite.Key of, Schema schema) {
        Map<String, ScalarAttributeType> expected = types.getOrDefault(of.table(), Map.of());
        of.attributes().forEach((attribute, value) -> {
            ScalarAttributeType type = expected.get(attribute);
            if (type != null && !type.toString().equals(value.type().name())) {
                throw mismatch(
                        "Key attribute " + attribute + " of table " + of.table() + " is of type " + type
                                + ", and the record's is of type " + value.type(),
                        schema);
            }
        });
    }

    private static ConnectException mismatch(String problem, Schema schema) {
        return schema == null
                ? new MalformedRecordException(problem)
                : new ConnectException(problem
                        + " by its schema, so that no such record can ever be written. Change the converter, the key "
                        + "fields or the table.");
    }

    private TableDescription describe(String table) {
        return client.describeTable(request -> request.tableName(table)).table();
    }

    private void accept(TableDescription table) {
        checkKey(table);
        types.put(
                table.tableName(),
                table.attributeDefinitions().stream()
                        .collect(Collectors.toMap(
                                AttributeDefinition::attributeName, AttributeDefinition::attributeType)));
    }

    private void checkKey(TableDescription table) {
        Map<String, KeyType> actual = table.keySchema().stream()
                .collect(Collectors.toMap(KeySchemaElement::attributeName, KeySchemaElement::keyType));
        if (!actual.equals(key)) {
            throw new ConnectException("Table " + table.tableName() + " has the key " + actual + ", not " + key
                    + ". Set " + DynamoDbSinkConfig.PARTITION_ATTRIBUTE + " and " + DynamoDbSinkConfig.SORT_ATTRIBUTE
                    + " to the table's names.");
        }
    }

    private void create(String table) {
        List<KeySchemaElement> schema = key.entrySet().stream()
                .map(element -> KeySchemaElement.builder()
                        .attributeName(element.getKey())
                        .keyType(element.getValue())
                        .build())
                .toList();
        List<AttributeDefinition> definitions = key.keySet().stream()
                .map(name -> AttributeDefinition.builder()
                        .attributeName(name)
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .toList();
        try {
            client.createTable(request -> request.tableName(table)
                    .keySchema(schema)
                    .attributeDefinitions(definitions)
                    .billingMode(BillingMode.PAY_PER_REQUEST));
        } catch (ResourceInUseException e) {
            // Another task was faster.
        }
        client.waiter().waitUntilTableExists(request -> request.tableName(table));
        // Not as it was asked for: whoever was faster may have made it with other types.
        accept(describe(table));
    }
}
