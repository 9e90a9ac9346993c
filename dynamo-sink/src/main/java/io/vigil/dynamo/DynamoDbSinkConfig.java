package io.vigil.dynamo;

import io.vigil.dynamo.SinkOptions.ConnectionOptions;
import io.vigil.dynamo.SinkOptions.ItemOptions;
import io.vigil.dynamo.SinkOptions.KeyAttribute;
import io.vigil.dynamo.SinkOptions.MalformedRecords;
import io.vigil.dynamo.SinkOptions.NullValues;
import io.vigil.dynamo.SinkOptions.Role;
import io.vigil.dynamo.SinkOptions.TableOptions;
import io.vigil.dynamo.SinkOptions.Versions;
import io.vigil.dynamo.SinkOptions.WriteMode;
import io.vigil.dynamo.SinkOptions.WriteOptions;
import io.vigil.schemas.EventTable;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.regions.Region;

/** The options of the connector as users write them: their names, defaults, documentation and checks. */
final class DynamoDbSinkConfig extends AbstractConfig {

    static final String REGION = "aws.region";
    static final String ENDPOINT = "aws.endpoint";
    static final String ACCESS_KEY_ID = "aws.access.key.id";
    static final String SECRET_ACCESS_KEY = "aws.secret.access.key";
    static final String SESSION_TOKEN = "aws.session.token";
    static final String ROLE_ARN = "aws.sts.role.arn";
    static final String ROLE_SESSION_NAME = "aws.sts.role.session.name";
    static final String ROLE_EXTERNAL_ID = "aws.sts.role.external.id";
    static final String TABLE_NAME_FORMAT = "table.name.format";
    static final String TOPIC_TO_TABLE_MAP = "topic.to.table.map";
    static final String PARTITION_FIELD = "key.partition.field";
    static final String SORT_FIELD = "key.sort.field";
    static final String PARTITION_ATTRIBUTE = "key.partition.attribute";
    static final String SORT_ATTRIBUTE = "key.sort.attribute";
    static final String AUTO_CREATE = "auto.create";
    static final String KAFKA_ATTRIBUTES = "kafka.attributes";
    static final String TTL_DAYS = "ttl.days";
    static final String TTL_ATTRIBUTE = "ttl.attribute";
    static final String TTL_SOURCE = "ttl.source";
    static final String WRITE_MODE = "write.mode";
    static final String VERSION_SOURCE = "version.source";
    static final String VERSION_ATTRIBUTE = "version.attribute";
    static final String BATCH_SIZE = "batch.size";
    static final String MAX_IN_FLIGHT = "max.in.flight.requests";
    static final String WRITE_UNITS = "write.units.per.second";
    static final String MAX_RETRIES = "max.retries";
    static final String RETRY_BACKOFF = "retry.backoff.ms";
    static final String RETRY_BACKOFF_MAX = "retry.backoff.max.ms";
    static final String REQUEST_TIMEOUT = "request.timeout.ms";
    static final String NULL_VALUES = "behavior.on.null.values";
    static final String MALFORMED_RECORDS = "behavior.on.malformed.records";

    private static final ConfigDef DEFINITION = new OptionList()
            .group("Connection")
            .add(
                    REGION,
                    Type.STRING,
                    null,
                    Importance.HIGH,
                    "The AWS region of the tables. By default the region that the AWS SDK finds for itself.")
            .add(
                    ENDPOINT,
                    Type.STRING,
                    null,
                    LambdaValidator.with(DynamoDbSinkConfig::checkUrl, () -> "an http or https URL"),
                    Importance.LOW,
                    "The URL of DynamoDB, for DynamoDB Local. Not needed in AWS.")
            .add(
                    ACCESS_KEY_ID,
                    Type.PASSWORD,
                    null,
                    Importance.LOW,
                    "An access key id. By default the AWS SDK's own chain finds credentials.")
            .add(
                    SECRET_ACCESS_KEY,
                    Type.PASSWORD,
                    null,
                    Importance.LOW,
                    "The secret of the access key id. Both are given, or neither is.")
            .add(
                    SESSION_TOKEN,
                    Type.PASSWORD,
                    null,
                    Importance.LOW,
                    "The session token of an access key id that is temporary.")
            .add(
                    ROLE_ARN,
                    Type.STRING,
                    null,
                    Importance.MEDIUM,
                    "The role to assume for all that is asked of DynamoDB. By default the credentials' own.")
            .add(
                    ROLE_SESSION_NAME,
                    Type.STRING,
                    "vigil-dynamo-sink",
                    new NonEmptyString(),
                    Importance.LOW,
                    "By which name AWS's logs know who has assumed the role.")
            .add(
                    ROLE_EXTERNAL_ID,
                    Type.STRING,
                    null,
                    Importance.LOW,
                    "The external id that the role's trust policy asks for, if it does.")
            .add(
                    REQUEST_TIMEOUT,
                    Type.INT,
                    3_000,
                    Range.atLeast(1),
                    Importance.LOW,
                    "Time for one request, in milliseconds. Kept under the worker's task.shutdown.graceful.timeout.ms, a "
                            + "stop is graceful also when DynamoDB does not answer.")
            .group("Tables")
            .add(
                    TABLE_NAME_FORMAT,
                    Type.STRING,
                    "${topic}",
                    new NonEmptyString(),
                    Importance.MEDIUM,
                    "The table of a topic that " + TOPIC_TO_TABLE_MAP + " does not name; ${topic} is the topic.")
            .add(
                    TOPIC_TO_TABLE_MAP,
                    Type.LIST,
                    "",
                    LambdaValidator.with(DynamoDbSinkConfig::checkTableMap, () -> "topic:table, separated by commas"),
                    Importance.HIGH,
                    "The tables of topics, such as events:" + EventTable.EVENTS + ",alarms:" + EventTable.ALARMS + ".")
            .add(
                    AUTO_CREATE,
                    Type.BOOLEAN,
                    false,
                    Importance.LOW,
                    "Whether a missing table is created, on demand capacity, keys of type S. For tests and demos.")
            .group("Items")
            .add(
                    PARTITION_FIELD,
                    Type.STRING,
                    EventTable.DEVICE_ID,
                    new NonEmptyString(),
                    Importance.MEDIUM,
                    "The field of a record's value that holds the partition key.")
            .add(
                    SORT_FIELD,
                    Type.STRING,
                    EventTable.EVENT_TIME,
                    Importance.MEDIUM,
                    "The field of a record's value that holds the sort key; empty for tables without one.")
            .add(
                    PARTITION_ATTRIBUTE,
                    Type.STRING,
                    "",
                    Importance.LOW,
                    "The table's name of the partition key, if it is not the field's.")
            .add(
                    SORT_ATTRIBUTE,
                    Type.STRING,
                    "",
                    Importance.LOW,
                    "The table's name of the sort key, if it is not the field's.")
            .addChoice(
                    NULL_VALUES,
                    NullValues.IGNORE,
                    Importance.LOW,
                    "What becomes of a record without a value: ignore it, delete the item that its key names, fail the "
                            + "task, or report it to the errant record reporter. To delete, the record's key is a "
                            + "Struct or Map with the two key fields, or plain where there is no sort field.")
            .addChoice(
                    MALFORMED_RECORDS,
                    MalformedRecords.REPORT,
                    Importance.LOW,
                    "What becomes of a record that can never be an item: report it to the errant record reporter, or "
                            + "fail the task. Without a reporter the task fails, as to go on would lose the record.")
            .add(
                    KAFKA_ATTRIBUTES,
                    Type.LIST,
                    "",
                    LambdaValidator.with(DynamoDbSinkConfig::checkKafkaAttributes, () -> "three names, or none"),
                    Importance.LOW,
                    "The attributes in which an item keeps the topic, the partition and the offset that it comes from, "
                            + "such as kafka_topic,kafka_partition,kafka_offset. By default it does not.")
            .add(
                    TTL_DAYS,
                    Type.INT,
                    0,
                    Range.atLeast(0),
                    Importance.LOW,
                    "Days after which DynamoDB deletes an item by itself, if the table's TTL is set to " + TTL_ATTRIBUTE
                            + "; 0 for never.")
            .add(
                    TTL_ATTRIBUTE,
                    Type.STRING,
                    EventTable.EXPIRES_AT,
                    new NonEmptyString(),
                    Importance.LOW,
                    "The attribute that says when an item expires, in seconds since 1970-01-01 UTC.")
            .add(
                    TTL_SOURCE,
                    Type.STRING,
                    "value." + EventTable.EVENT_TIMESTAMP,
                    LambdaValidator.with(DynamoDbSinkConfig::checkTtlSource, () -> "timestamp or value.<field>"),
                    Importance.LOW,
                    "What the days count from: a field of the value in milliseconds since 1970-01-01 UTC, so that a "
                            + "replay gives the same item, or the record's timestamp.")
            .group("Writing")
            .addChoice(
                    WRITE_MODE,
                    WriteMode.BATCH,
                    Importance.MEDIUM,
                    "batch writes up to " + BATCH_SIZE + " items in a request, whatever the table has. conditional "
                            + "writes each item in a request of its own, and only if the table has no newer version of "
                            + "it; an older one is skipped and counted.")
            .add(
                    VERSION_SOURCE,
                    Type.STRING,
                    "offset",
                    LambdaValidator.with(
                            DynamoDbSinkConfig::checkVersionSource, () -> "offset, timestamp or value.<field>"),
                    Importance.LOW,
                    "What the newer of two items is told by when " + WRITE_MODE
                            + " is conditional: the record's offset " + "(needs " + KAFKA_ATTRIBUTES
                            + "), its timestamp, or a numeric field of its value.")
            .add(
                    VERSION_ATTRIBUTE,
                    Type.STRING,
                    "Version",
                    new NonEmptyString(),
                    Importance.LOW,
                    "The attribute that keeps the record's timestamp when " + VERSION_SOURCE + " is timestamp. An "
                            + "offset is kept in the last of " + KAFKA_ATTRIBUTES + ", a field in the attribute of its "
                            + "own name.")
            .add(
                    BATCH_SIZE,
                    Type.INT,
                    25,
                    Range.between(1, 25),
                    Importance.LOW,
                    "Items in one BatchWriteItem request; 25 is DynamoDB's limit.")
            .add(
                    MAX_IN_FLIGHT,
                    Type.INT,
                    8,
                    Range.between(1, 100),
                    Importance.MEDIUM,
                    "Requests of one task at a time. No key is ever in two of them.")
            .add(
                    WRITE_UNITS,
                    Type.INT,
                    0,
                    Range.atLeast(0),
                    Importance.LOW,
                    "Write capacity units that one task uses up in a second at most, as DynamoDB counts them; 0 for no "
                            + "limit. What is in flight may exceed it for a moment, and is waited for.")
            .add(
                    MAX_RETRIES,
                    Type.INT,
                    10,
                    Range.atLeast(0),
                    Importance.LOW,
                    "Tries in a row without progress after which the records are given back to the worker, which hands "
                            + "them in again. Nothing is lost, and the task goes on.")
            .add(
                    RETRY_BACKOFF,
                    Type.LONG,
                    50L,
                    Range.atLeast(1),
                    Importance.LOW,
                    "The longest pause before the first retry, in milliseconds; it doubles, with full jitter.")
            .add(
                    RETRY_BACKOFF_MAX,
                    Type.LONG,
                    1_000L,
                    Range.atLeast(1),
                    Importance.LOW,
                    "The longest pause before any retry, in milliseconds.")
            .definition();

    DynamoDbSinkConfig(Map<String, String> properties) {
        super(DEFINITION, properties, false);
        contradictions().forEach((option, problem) -> {
            throw new ConfigException(option + ": " + problem);
        });
    }

    private DynamoDbSinkConfig(ConfigDef definition, Map<String, String> properties) {
        super(definition, properties, false);
    }

    static ConfigDef definition() {
        return new ConfigDef(DEFINITION);
    }

    /**
     * What does not go together in options of which each is good.
     *
     * @return a sentence for each option that has to change
     */
    static Map<String, String> contradictions(Map<String, String> properties) {
        return new DynamoDbSinkConfig(DEFINITION, properties).contradictions();
    }

    private Map<String, String> contradictions() {
        Map<String, String> problems = new LinkedHashMap<>();
        if (isConditional()
                && "offset".equals(getString(VERSION_SOURCE))
                && getList(KAFKA_ATTRIBUTES).isEmpty()) {
            problems.put(KAFKA_ATTRIBUTES, "is needed to keep the offset by which writes are conditional");
        }
        if (getPassword(ACCESS_KEY_ID) == null && getPassword(SECRET_ACCESS_KEY) != null) {
            problems.put(ACCESS_KEY_ID, "is needed with " + SECRET_ACCESS_KEY + ": give both or neither");
        }
        if (getPassword(ACCESS_KEY_ID) != null && getPassword(SECRET_ACCESS_KEY) == null) {
            problems.put(SECRET_ACCESS_KEY, "is needed with " + ACCESS_KEY_ID + ": give both or neither");
        }
        if (getPassword(SESSION_TOKEN) != null && getPassword(ACCESS_KEY_ID) == null) {
            problems.put(
                    SESSION_TOKEN, "belongs to " + ACCESS_KEY_ID + " and " + SECRET_ACCESS_KEY + ": give those too");
        }
        if (getString(ROLE_EXTERNAL_ID) != null && getString(ROLE_ARN) == null) {
            problems.put(ROLE_ARN, "is needed with " + ROLE_EXTERNAL_ID);
        }
        if (getLong(RETRY_BACKOFF) > getLong(RETRY_BACKOFF_MAX)) {
            problems.put(RETRY_BACKOFF_MAX, "must not be less than " + RETRY_BACKOFF);
        }
        return problems;
    }

    /** What they say. */
    SinkOptions options() {
        return new SinkOptions(connection(), tables(), items(), writing());
    }

    private ConnectionOptions connection() {
        return new ConnectionOptions(
                Optional.ofNullable(getString(REGION)).map(Region::of),
                Optional.ofNullable(getString(ENDPOINT)).map(URI::create),
                Optional.ofNullable(getPassword(ACCESS_KEY_ID)).map(id -> credentials(id.value())),
                Optional.ofNullable(getString(ROLE_ARN)).map(this::role),
                Duration.ofMillis(getInt(REQUEST_TIMEOUT)),
                getInt(MAX_IN_FLIGHT));
    }

    private Role role(String arn) {
        return new Role(arn, getString(ROLE_SESSION_NAME), Optional.ofNullable(getString(ROLE_EXTERNAL_ID)));
    }

    private AwsCredentials credentials(String id) {
        String secret = getPassword(SECRET_ACCESS_KEY).value();
        return getPassword(SESSION_TOKEN) == null
                ? AwsBasicCredentials.create(id, secret)
                : AwsSessionCredentials.create(
                        id, secret, getPassword(SESSION_TOKEN).value());
    }

    private TableOptions tables() {
        return new TableOptions(
                getString(TABLE_NAME_FORMAT), tableMap(getList(TOPIC_TO_TABLE_MAP)), getBoolean(AUTO_CREATE));
    }

    private ItemOptions items() {
        return new ItemOptions(
                keyAttribute(PARTITION_FIELD, PARTITION_ATTRIBUTE),
                getString(SORT_FIELD).isEmpty()
                        ? Optional.empty()
                        : Optional.of(keyAttribute(SORT_FIELD, SORT_ATTRIBUTE)),
                OptionList.constantOf(NullValues.class, getString(NULL_VALUES)),
                OptionList.constantOf(MalformedRecords.class, getString(MALFORMED_RECORDS)),
                kafkaAttributes(),
                isConditional() ? Optional.of(versions()) : Optional.empty(),
                expiry());
    }

    private Optional<Expiry> expiry() {
        int days = getInt(TTL_DAYS);
        RecordNumber source = RecordNumber.parse(getString(TTL_SOURCE)).orElseThrow();
        return days == 0 ? Optional.empty() : Optional.of(new Expiry(getString(TTL_ATTRIBUTE), source, days));
    }

    private Optional<KafkaAttributes> kafkaAttributes() {
        List<String> names = getList(KAFKA_ATTRIBUTES);
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(new KafkaAttributes(names.get(0), names.get(1), names.get(2)));
    }

    private boolean isConditional() {
        return OptionList.constantOf(WriteMode.class, getString(WRITE_MODE)) == WriteMode.CONDITIONAL;
    }

    private Versions versions() {
        RecordNumber source = RecordNumber.parse(getString(VERSION_SOURCE)).orElseThrow();
        return new Versions(
                source, source.kind() == RecordNumber.Kind.FIELD ? source.field() : getString(VERSION_ATTRIBUTE));
    }

    private KeyAttribute keyAttribute(String field, String attribute) {
        return new KeyAttribute(
                getString(field), getString(attribute).isEmpty() ? getString(field) : getString(attribute));
    }

    private WriteOptions writing() {
        return new WriteOptions(
                isConditional() ? 1 : getInt(BATCH_SIZE),
                getInt(MAX_IN_FLIGHT),
                getInt(MAX_RETRIES),
                Duration.ofMillis(getLong(RETRY_BACKOFF)),
                Duration.ofMillis(getLong(RETRY_BACKOFF_MAX)),
                getInt(WRITE_UNITS));
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

    private static void checkKafkaAttributes(String name, Object value) {
        List<?> names = (List<?>) value;
        boolean areGood = names.stream().allMatch(each -> !each.toString().isBlank())
                && Set.copyOf(names).size() == names.size();
        if (!names.isEmpty() && (names.size() != 3 || !areGood)) {
            throw new ConfigException(name, value, "must be three different names: of topic, partition and offset");
        }
    }

    private static void checkVersionSource(String name, Object value) {
        if (RecordNumber.parse(value.toString()).isEmpty()) {
            throw new ConfigException(name, value, "must be offset, timestamp or value.<field>");
        }
    }

    private static void checkTtlSource(String name, Object value) {
        RecordNumber.parse(value.toString())
                .filter(source -> source.kind() != RecordNumber.Kind.OFFSET)
                .orElseThrow(() -> new ConfigException(name, value, "must be timestamp or value.<field>"));
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
}
