package io.vigil.dynamo;

import io.vigil.dynamo.SinkOptions.KeyAttribute;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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

/** Makes sure at the start that a table is there and has the key that the options say. */
final class Tables {

    private final DynamoDbClient client;
    private final Map<String, KeyType> key;
    private final boolean autoCreate;

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
            checkKey(describe(table));
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

    private TableDescription describe(String table) {
        return client.describeTable(request -> request.tableName(table)).table();
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
    }
}
