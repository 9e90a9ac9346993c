package io.vigil.stack;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What a client sees of a stack. */
final class Probes {

    private static final String TABLE = "proof";

    private Probes() {}

    static Admin admin(LocalStack stack) {
        return Admin.create(Map.of("bootstrap.servers", stack.endpoints().bootstrapServers()));
    }

    static Set<String> topics(LocalStack stack) throws Exception {
        try (Admin admin = admin(stack)) {
            return admin.listTopics().names().get(20, SECONDS);
        }
    }

    /** How many copies of each partition are in sync. */
    static List<Integer> copiesInSync(Admin admin, String topic) throws Exception {
        return admin.describeTopics(List.of(topic)).allTopicNames().get(20, SECONDS).get(topic).partitions().stream()
                .map(partition -> partition.isr().size())
                .toList();
    }

    static String topicSetting(LocalStack stack, String topic, String name) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = admin(stack)) {
            return admin.describeConfigs(Set.of(resource))
                    .all()
                    .get(20, SECONDS)
                    .get(resource)
                    .get(name)
                    .value();
        }
    }

    /** The key of the index of recent alarms, its projection and status; empty where there is none. */
    static String recentAlarmsIndex(LocalStack stack, String table) {
        try (DynamoDbClient client = dynamoDb(stack)) {
            return client.describeTable(describe -> describe.tableName(table)).table().globalSecondaryIndexes().stream()
                    .filter(index -> index.indexName().equals("RecentAlarms"))
                    .map(index -> index.keySchema().stream()
                                    .map(key -> key.attributeName() + ' ' + key.keyTypeAsString())
                                    .collect(Collectors.joining(", "))
                            + "; "
                            + index.projection().projectionTypeAsString()
                            + "; "
                            + index.indexStatusAsString())
                    .collect(Collectors.joining());
        }
    }

    static void putAlarm(LocalStack stack, Map<String, AttributeValue> item) {
        try (DynamoDbClient client = dynamoDb(stack)) {
            client.putItem(put -> put.tableName("blsAlarms").item(item));
        }
    }

    /** What the index of recent alarms has for a shard. */
    static List<Map<String, AttributeValue>> recentAlarms(LocalStack stack, String shard) {
        try (DynamoDbClient client = dynamoDb(stack)) {
            return client.query(query -> query.tableName("blsAlarms")
                            .indexName("RecentAlarms")
                            .keyConditionExpression("AlarmShard = :s")
                            .expressionAttributeValues(Map.of(":s", AttributeValue.fromS(shard))))
                    .items();
        }
    }

    /** Makes the table of alarms what it was before there was an index. */
    static void recreateAlarmsWithoutIndex(LocalStack stack) {
        try (DynamoDbClient client = dynamoDb(stack)) {
            client.deleteTable(table -> table.tableName("blsAlarms"));
            client.createTable(table -> table.tableName("blsAlarms")
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(text("Device_id"), text("EventTime"))
                    .keySchema(key("Device_id", KeyType.HASH), key("EventTime", KeyType.RANGE)));
        }
    }

    static void createTable(LocalStack stack) {
        try (DynamoDbClient client = dynamoDb(stack)) {
            client.createTable(table -> table.tableName(TABLE)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(text("id"))
                    .keySchema(key("id", KeyType.HASH)));
        }
    }

    static void putItem(LocalStack stack, String id) {
        try (DynamoDbClient client = dynamoDb(stack)) {
            client.putItem(put -> put.tableName(TABLE).item(Map.of("id", AttributeValue.fromS(id))));
        }
    }

    static boolean hasItem(LocalStack stack, String id) {
        try (DynamoDbClient client = dynamoDb(stack)) {
            return client.getItem(get -> get.tableName(TABLE).key(Map.of("id", AttributeValue.fromS(id))))
                    .hasItem();
        }
    }

    /** All keys in the bucket with the history. */
    static List<String> keys(LocalStack stack) {
        try (S3Client client = s3(stack, Endpoints.S3_SECRET_ACCESS_KEY)) {
            return client.listObjectsV2(list -> list.bucket(Endpoints.HISTORY_BUCKET)).contents().stream()
                    .map(S3Object::key)
                    .toList();
        }
    }

    static void putObject(LocalStack stack, String key, byte[] content) {
        try (S3Client client = s3(stack, Endpoints.S3_SECRET_ACCESS_KEY)) {
            client.putObject(put -> put.bucket(Endpoints.HISTORY_BUCKET).key(key), RequestBody.fromBytes(content));
        }
    }

    static byte[] object(LocalStack stack, String key) {
        try (S3Client client = s3(stack, Endpoints.S3_SECRET_ACCESS_KEY)) {
            return client.getObjectAsBytes(
                            get -> get.bucket(Endpoints.HISTORY_BUCKET).key(key))
                    .asByteArray();
        }
    }

    static S3Client s3(LocalStack stack, String secretAccessKey) {
        return S3Client.builder()
                .endpointOverride(URI.create(stack.endpoints().s3Endpoint()))
                .forcePathStyle(true)
                .region(Region.of(Endpoints.S3_REGION))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(Endpoints.S3_ACCESS_KEY_ID, secretAccessKey)))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    private static AttributeDefinition text(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static DynamoDbClient dynamoDb(LocalStack stack) {
        return DynamoDbClient.builder()
                .endpointOverride(URI.create(stack.endpoints().dynamoDbEndpoint()))
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "one")))
                .build();
    }
}
