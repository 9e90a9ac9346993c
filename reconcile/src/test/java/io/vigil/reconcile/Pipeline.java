package io.vigil.reconcile;

import io.vigil.events.DeviceEvent;
import io.vigil.schemas.DeadLetterHeaders;
import io.vigil.schemas.DeviceEventSerializer;
import io.vigil.schemas.EventTable;
import io.vigil.schemas.RegistryStub;
import io.vigil.schemas.Topics;
import io.vigil.stack.LocalStack;
import io.vigil.stack.Part;
import io.vigil.stack.StackConfig;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** A real broker and DynamoDB Local, in which a test plays classifier and sink, faultlessly or not. */
final class Pipeline implements AutoCloseable {

    private static final List<String> TOPICS =
            List.of(Topics.DEVICE_EVENTS, Topics.EVENTS, Topics.ALARMS, Topics.DEVICE_EVENTS_DLQ);
    private static final int TIMEOUT_SECONDS = 30;

    private final LocalStack stack;
    private final RegistryStub registry = new RegistryStub();
    private final DeviceEventSerializer serializer = new DeviceEventSerializer();
    private final DynamoDbClient dynamoDb;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;

    Pipeline(Path folder) {
        stack = new LocalStack(StackConfig.everything(folder)
                        .withParts(Part.BROKER, Part.DYNAMODB)
                        .onFreePorts())
                .start();
        serializer.configure(registry.clientProperties(), false);
        dynamoDb = DynamoDbClient.builder()
                .endpointOverride(URI.create(stack.endpoints().dynamoDbEndpoint()))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .build();
        admin = Admin.create(Map.of("bootstrap.servers", stack.endpoints().bootstrapServers()));
        producer = producer(Map.of());
    }

    /** Topics with two partitions and tables, both empty. */
    void reset() throws Exception {
        admin.deleteTopics(admin.listTopics().names().get(TIMEOUT_SECONDS, TimeUnit.SECONDS).stream()
                        .filter(TOPICS::contains)
                        .toList())
                .all()
                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        awaitTopics(names -> TOPICS.stream().noneMatch(names::contains));
        admin.createTopics(TOPICS.stream()
                        .map(topic -> new NewTopic(topic, 2, (short) 1))
                        .toList())
                .all()
                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        awaitTopics(names -> names.containsAll(TOPICS));
        dynamoDb.listTables().tableNames().forEach(this::deleteTable);
        createTable(EventTable.EVENTS, EventTable.DEVICE_ID, EventTable.EVENT_TIME);
        createTable(EventTable.ALARMS, EventTable.DEVICE_ID, EventTable.EVENT_TIME);
    }

    void deleteTopic(String topic) throws Exception {
        admin.deleteTopics(List.of(topic)).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        awaitTopics(names -> !names.contains(topic));
    }

    /** The controller answers first; what the broker tells of topics follows. */
    private void awaitTopics(Predicate<Set<String>> asTheyShouldBe) {
        Awaitility.await("topics")
                .atMost(Duration.ofSeconds(TIMEOUT_SECONDS))
                .until(() -> asTheyShouldBe.test(admin.listTopics().names().get(TIMEOUT_SECONDS, TimeUnit.SECONDS)));
    }

    void deleteTable(String table) {
        dynamoDb.deleteTable(request -> request.tableName(table));
    }

    void createTable(String table, String partitionKey, String sortKey) {
        dynamoDb.createTable(request -> request.tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(List.of(text(partitionKey), text(sortKey)))
                .keySchema(List.of(key(partitionKey, KeyType.HASH), key(sortKey, KeyType.RANGE))));
    }

    byte[] encode(DeviceEvent event) {
        return serializer.serialize(Topics.DEVICE_EVENTS, event);
    }

    /** Sends an event to the input. */
    RecordMetadata receive(DeviceEvent event) {
        return write(Topics.DEVICE_EVENTS, event.getDeviceId(), encode(event));
    }

    /** Sends an event to the input, and to where it belongs: a topic and a table. */
    void pass(DeviceEvent event) {
        receive(event);
        forward(event);
        store(event);
    }

    /** Does what the classifier does with an event that has a valid position. */
    void forward(DeviceEvent event) {
        write(isAlarm(event) ? Topics.ALARMS : Topics.EVENTS, event.getDeviceId(), encode(event));
    }

    /** Does what the classifier does with a record that is no event. */
    void bury(RecordMetadata source, String key, byte[] value) {
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(Topics.DEVICE_EVENTS_DLQ, key == null ? null : utf8(key), value);
        letter.headers()
                .add(DeadLetterHeaders.SOURCE_TOPIC, utf8(source.topic()))
                .add(DeadLetterHeaders.SOURCE_PARTITION, utf8(Integer.toString(source.partition())))
                .add(DeadLetterHeaders.SOURCE_OFFSET, utf8(Long.toString(source.offset())));
        send(producer, letter);
    }

    RecordMetadata write(String topic, String key, byte[] value) {
        return send(producer, new ProducerRecord<>(topic, key == null ? null : utf8(key), value));
    }

    /** Writes a record in a transaction that is aborted. */
    void writeInVain(String topic, String key, byte[] value) {
        try (KafkaProducer<byte[], byte[]> transactional =
                producer(Map.of("transactional.id", UUID.randomUUID().toString()))) {
            transactional.initTransactions();
            transactional.beginTransaction();
            send(transactional, new ProducerRecord<>(topic, utf8(key), value));
            transactional.abortTransaction();
        }
    }

    /** Deletes all records that a topic has now, as retention does. */
    void expire(String topic) throws Exception {
        List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
        admin.deleteRecords(partitions.stream()
                        .collect(Collectors.toMap(
                                partition -> partition, partition -> RecordsToDelete.beforeOffset(-1))))
                .all()
                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    /** Does what the sink does. */
    void store(DeviceEvent event) {
        storeIn(isAlarm(event) ? EventTable.ALARMS : EventTable.EVENTS, event);
    }

    void storeIn(String table, DeviceEvent event) {
        dynamoDb.putItem(request -> request.tableName(table).item(item(event)));
    }

    void store(String table, Map<String, AttributeValue> item) {
        dynamoDb.putItem(request -> request.tableName(table).item(item));
    }

    static Map<String, AttributeValue> item(DeviceEvent event) {
        long time = event.getEventTime().toEpochMilli();
        Map<String, AttributeValue> item = new HashMap<>();
        item.put("Device_id", AttributeValue.fromS(event.getDeviceId()));
        item.put("EventTime", AttributeValue.fromS(EventTable.sortKey(time, event.getEventCode())));
        item.put("Event", AttributeValue.fromN(Integer.toString(event.getEventCode())));
        item.put("EventTimestamp", AttributeValue.fromN(Long.toString(time)));
        item.put("Worker_id", AttributeValue.fromS(event.getWorkerId()));
        item.put("Worker_name", AttributeValue.fromS(event.getWorkerName()));
        if (event.getLatitude() != null) {
            item.put("Latitude", AttributeValue.fromN(event.getLatitude().toString()));
            item.put("Longitude", AttributeValue.fromN(event.getLongitude().toString()));
        }
        if (isAlarm(event)) {
            item.put("AlarmShard", AttributeValue.fromS(EventTable.alarmShard(event.getDeviceId(), time)));
        }
        return item;
    }

    /** The command with what it needs to find this pipeline. */
    String[] arguments(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--bootstrap-server", stack.endpoints().bootstrapServers(),
                "--schema-registry", registry.url(),
                "--dynamodb-endpoint", stack.endpoints().dynamoDbEndpoint()));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
        dynamoDb.close();
        serializer.close();
        registry.close();
        stack.close();
    }

    private KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("bootstrap.servers", stack.endpoints().bootstrapServers());
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    static RecordMetadata send(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
        try {
            return producer.send(record).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
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

    private static boolean isAlarm(DeviceEvent event) {
        return event.getEventCode() > 2;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
