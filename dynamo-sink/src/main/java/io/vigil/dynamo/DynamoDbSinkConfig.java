package io.vigil.dynamo;

import io.vigil.schemas.EventTable;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;

/** The options of the connector. */
final class DynamoDbSinkConfig extends AbstractConfig {

    static final String REGION = "aws.region";
    static final String ENDPOINT = "aws.endpoint";
    static final String ACCESS_KEY_ID = "aws.access.key.id";
    static final String SECRET_ACCESS_KEY = "aws.secret.access.key";
    static final String TABLE_NAME_FORMAT = "table.name.format";
    static final String TOPIC_TO_TABLE_MAP = "topic.to.table.map";
    static final String PARTITION_FIELD = "key.partition.field";
    static final String SORT_FIELD = "key.sort.field";
    static final String PARTITION_ATTRIBUTE = "key.partition.attribute";
    static final String SORT_ATTRIBUTE = "key.sort.attribute";
    static final String AUTO_CREATE = "auto.create";
    static final String BATCH_SIZE = "batch.size";
    static final String MAX_IN_FLIGHT = "max.in.flight.requests";
    static final String MAX_RETRIES = "max.retries";
    static final String RETRY_BACKOFF = "retry.backoff.ms";
    static final String RETRY_BACKOFF_MAX = "retry.backoff.max.ms";
    static final String REQUEST_TIMEOUT = "request.timeout.ms";
    static final String NULL_VALUES = "behavior.on.null.values";

    private static final String CONNECTION = "Connection";
    private static final String TABLES = "Tables";
    private static final String WRITING = "Writing";

    private static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    REGION,
                    Type.STRING,
                    null,
                    Importance.HIGH,
                    "The AWS region of the tables. By default the region that the AWS SDK finds for itself.",
                    CONNECTION,
                    1,
                    Width.SHORT,
                    "Region")
            .define(
                    ENDPOINT,
                    Type.STRING,
                    null,
                    ConfigDef.LambdaValidator.with(DynamoDbSinkConfig::checkUrl, () -> "an http or https URL"),
                    Importance.LOW,
                    "The URL of DynamoDB, for DynamoDB Local. Not needed in AWS.",
                    CONNECTION,
                    2,
                    Width.MEDIUM,
                    "Endpoint")
            .define(
                    ACCESS_KEY_ID,
                    Type.PASSWORD,
                    null,
                    Importance.LOW,
                    "An access key id. By default the AWS SDK's own chain finds credentials.",
                    CONNECTION,
                    3,
                    Width.MEDIUM,
                    "Access key id")
            .define(
                    SECRET_ACCESS_KEY,
                    Type.PASSWORD,
                    null,
                    Importance.LOW,
                    "The secret of the access key id. Both are given, or neither is.",
                    CONNECTION,
                    4,
                    Width.MEDIUM,
                    "Secret access key")
            .define(
                    TABLE_NAME_FORMAT,
                    Type.STRING,
                    "${topic}",
                    new NonEmptyString(),
                    Importance.MEDIUM,
                    "The table of a topic that " + TOPIC_TO_TABLE_MAP + " does not name; ${topic} is the topic.",
                    TABLES,
                    1,
                    Width.MEDIUM,
                    "Table name format")
            .define(
                    TOPIC_TO_TABLE_MAP,
                    Type.LIST,
                    "",
                    ConfigDef.LambdaValidator.with(
                            DynamoDbSinkConfig::checkTableMap, () -> "topic:table, separated by commas"),
                    Importance.HIGH,
                    "The tables of topics, such as events:" + EventTable.EVENTS + ",alarms:" + EventTable.ALARMS + ".",
                    TABLES,
                    2,
                    Width.LONG,
                    "Topic to table map")
            .define(
                    PARTITION_FIELD,
                    Type.STRING,
                    EventTable.DEVICE_ID,
                    new NonEmptyString(),
                    Importance.MEDIUM,
                    "The field of a record's value that holds the partition key.",
                    TABLES,
                    3,
                    Width.MEDIUM,
                    "Partition key field")
            .define(
                    SORT_FIELD,
                    Type.STRING,
                    EventTable.EVENT_TIME,
                    Importance.MEDIUM,
                    "The field of a record's value that holds the sort key; empty for tables without one.",
                    TABLES,
                    4,
                    Width.MEDIUM,
                    "Sort key field")
            .define(
                    PARTITION_ATTRIBUTE,
                    Type.STRING,
                    "",
                    Importance.LOW,
                    "The table's name of the partition key, if it is not the field's.",
                    TABLES,
                    5,
                    Width.MEDIUM,
                    "Partition key attribute")
            .define(
                    SORT_ATTRIBUTE,
                    Type.STRING,
                    "",
                    Importance.LOW,
                    "The table's name of the sort key, if it is not the field's.",
                    TABLES,
                    6,
                    Width.MEDIUM,
                    "Sort key attribute")
            .define(
                    AUTO_CREATE,
                    Type.BOOLEAN,
                    false,
                    Importance.LOW,
                    "Whether a missing table is created, on demand capacity, keys of type S. For tests and demos.",
                    TABLES,
                    7,
                    Width.SHORT,
                    "Create tables")
            .define(
                    BATCH_SIZE,
                    Type.INT,
                    25,
                    Range.between(1, 25),
                    Importance.LOW,
                    "Items in one BatchWriteItem request; 25 is DynamoDB's limit.",
                    WRITING,
                    1,
                    Width.SHORT,
                    "Batch size")
            .define(
                    MAX_IN_FLIGHT,
                    Type.INT,
                    8,
                    Range.between(1, 100),
                    Importance.MEDIUM,
                    "Requests of one task at a time. No key is ever in two of them.",
                    WRITING,
                    2,
                    Width.SHORT,
                    "Requests in flight")
            .define(
                    MAX_RETRIES,
                    Type.INT,
                    10,
                    Range.atLeast(0),
                    Importance.LOW,
                    "Tries in a row without progress after which the records are given back to the worker, which hands "
                            + "them in again. Nothing is lost, and the task goes on.",
                    WRITING,
                    3,
                    Width.SHORT,
                    "Retries")
            .define(
                    RETRY_BACKOFF,
                    Type.LONG,
                    50L,
                    Range.atLeast(1),
                    Importance.LOW,
                    "The longest pause before the first retry, in milliseconds; it doubles, with full jitter.",
                    WRITING,
                    4,
                    Width.SHORT,
                    "Retry backoff")
            .define(
                    RETRY_BACKOFF_MAX,
                    Type.LONG,
                    1_000L,
                    Range.atLeast(1),
                    Importance.LOW,
                    "The longest pause before any retry, in milliseconds.",
                    WRITING,
                    5,
                    Width.SHORT,
                    "Longest retry backoff")
            .define(
                    REQUEST_TIMEOUT,
                    Type.INT,
                    3_000,
                    Range.atLeast(1),
                    Importance.LOW,
                    "Time for one request, in milliseconds. Kept under the worker's task.shutdown.graceful.timeout.ms, a "
                            + "stop is graceful also when DynamoDB does not answer.",
                    WRITING,
                    6,
                    Width.SHORT,
                    "Request timeout")
            .define(
                    NULL_VALUES,
                    Type.STRING,
                    "ignore",
                    ValidString.in("ignore", "fail", "report"),
                    Importance.LOW,
                    "What becomes of a record without a value: ignore it, fail the task, or report it to the errant "
                            + "record reporter.",
                    WRITING,
                    7,
                    Width.SHORT,
                    "Null values");

    DynamoDbSinkConfig(Map<String, String> properties) {
        super(DEFINITION, properties, false);
        if ((getPassword(ACCESS_KEY_ID) == null) != (getPassword(SECRET_ACCESS_KEY) == null)) {
            throw new ConfigException(ACCESS_KEY_ID + " and " + SECRET_ACCESS_KEY + ": give both or neither");
        }
    }

    static ConfigDef definition() {
        return new ConfigDef(DEFINITION);
    }

    String tableOf(String topic) {
        return Optional.ofNullable(tableMap(getList(TOPIC_TO_TABLE_MAP)).get(topic))
                .orElseGet(() -> getString(TABLE_NAME_FORMAT).replace("${topic}", topic));
    }

    /** The sort key, where the tables have one. */
    Optional<KeyAttribute> sortKey() {
        String field = getString(SORT_FIELD);
        return field.isEmpty() ? Optional.empty() : Optional.of(new KeyAttribute(field, orElse(SORT_ATTRIBUTE, field)));
    }

    KeyAttribute partitionKey() {
        String field = getString(PARTITION_FIELD);
        return new KeyAttribute(field, orElse(PARTITION_ATTRIBUTE, field));
    }

    private String orElse(String option, String other) {
        return getString(option).isEmpty() ? other : getString(option);
    }

    private static Map<String, String> tableMap(List<?> entries) {
        Map<String, String> tables = new HashMap<>();
        for (Object entry : entries) {
            String[] parts = entry.toString().trim().split(":", -1);
            if (parts.length != 2 || parts[0].isBlank() || parts[1].length() < 3) {
                throw new ConfigException(
                        TOPIC_TO_TABLE_MAP, entry, "must be topic:table, the table's name 3 letters or longer");
            }
            tables.put(parts[0], parts[1]);
        }
        return tables;
    }

    private static void checkTableMap(String name, Object value) {
        tableMap((List<?>) value);
    }

    private static void checkUrl(String name, Object value) {
        if (value == null) {
            return;
        }
        try {
            URI uri = URI.create(value.toString());
            if (uri.getHost() != null
                    && uri.getScheme().toLowerCase(Locale.ROOT).startsWith("http")) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // Said below in the words of this option.
        }
        throw new ConfigException(name, value, "must be a URL such as http://127.0.0.1:8000");
    }

    /**
     * One of the two attributes that make a key.
     *
     * @param field where a record has it
     * @param attribute what the table calls it
     */
    record KeyAttribute(String field, String attribute) {}
}
