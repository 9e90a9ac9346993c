package io.vigil.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigil.events.DeviceEvent;
import io.vigil.producer.EventProducer;
import io.vigil.schemas.DeviceEventSerializer;
import io.vigil.schemas.EventTable;
import io.vigil.schemas.Topics;
import io.vigil.stack.Endpoints;
import io.vigil.stack.LocalStack;
import io.vigil.stack.VigilCommands;
import io.vigil.stack.VigilHome;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;

/** The running pipeline as its users reach it: topics, tables, the Connect worker, and Vigil's commands. */
final class Pipeline implements AutoCloseable {

    /** What {@link #reconcile()} answers if all is well. */
    static final String NOTHING_LOST =
            "reconciled: events=[1-9]\\d* alarms=[1-9]\\d* dead-letter=\\d+ missing=0 extra=0 different=0";

    private final LocalStack stack;
    private final Path state;
    private final Admin admin;
    private final EventProducer events;
    private final KafkaProducer<byte[], byte[]> bytes;
    private final DeviceEventSerializer serializer = new DeviceEventSerializer();
    private final DynamoDbClient dynamoDb;
    private final S3Client s3;

    Pipeline(LocalStack stack, Path state) {
        this.stack = stack;
        this.state = state;
        Map<String, Object> brokers = Map.of("bootstrap.servers", endpoints().bootstrapServers());
        Map<String, Object> clients = Map.of(
                "bootstrap.servers",
                endpoints().bootstrapServers(),
                "schema.registry.url",
                endpoints().registryUrl());
        admin = Admin.create(brokers);
        events = EventProducer.create(clients);
        bytes = new KafkaProducer<>(brokers, new ByteArraySerializer(), new ByteArraySerializer());
        serializer.configure(clients, false);
        dynamoDb = DynamoDbClient.builder()
                .endpointOverride(URI.create(endpoints().dynamoDbEndpoint()))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "one")))
                .build();
        s3 = S3Client.builder()
                .endpointOverride(URI.create(endpoints().s3Endpoint()))
                .forcePathStyle(true)
                .region(Region.of(Endpoints.S3_REGION))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(Endpoints.S3_ACCESS_KEY_ID, Endpoints.S3_SECRET_ACCESS_KEY)))
                .build();
    }

    LocalStack stack() {
        return stack;
    }

    Endpoints endpoints() {
        return stack.endpoints();
    }

    /** Where the stack keeps its files. */
    Path state() {
        return state;
    }

    ConnectWorker connect() {
        return new ConnectWorker(endpoints().connectUrl());
    }

    /** Sends an event as a gateway does, and waits until it is in the topic. */
    void send(DeviceEvent event) throws Exception {
        events.send(event).get(30, TimeUnit.SECONDS);
    }

    /** Sends any bytes, and waits until they are in the topic. */
    void send(String topic, String key, byte[] value) throws Exception {
        bytes.send(new ProducerRecord<>(topic, key == null ? null : key.getBytes(StandardCharsets.UTF_8), value))
                .get(30, TimeUnit.SECONDS);
    }

    /** An event's bytes on the wire. */
    byte[] encoded(DeviceEvent event) {
        return serializer.serialize(Topics.DEVICE_EVENTS, event);
    }

    void createTopic(String name, int partitions) throws Exception {
        admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                .all()
                .get(30, TimeUnit.SECONDS);
    }

    /** All records that a topic holds now. */
    List<ConsumerRecord<byte[], byte[]>> records(String topic) throws Exception {
        Map<TopicPartition, Long> ends = endOffsets(topic);
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                endpoints().bootstrapServers(),
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(ends.keySet());
            consumer.seekToBeginning(ends.keySet());
            Stream.Builder<ConsumerRecord<byte[], byte[]>> records = Stream.builder();
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                assertThat(System.nanoTime()).as("time to read " + topic).isLessThan(deadline);
                consumer.poll(Duration.ofMillis(500)).forEach(records);
            }
            return records.build().toList();
        }
    }

    /** How many records were ever written to a topic, markers of transactions among them. */
    long written(String topic) throws Exception {
        return endOffsets(topic).values().stream().mapToLong(Long::longValue).sum();
    }

    /** What a consumer group has committed, over all partitions of a topic. */
    long committed(String group, String topic) throws Exception {
        return admin
                .listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get(30, TimeUnit.SECONDS)
                .entrySet()
                .stream()
                .filter(offset -> offset.getKey().topic().equals(topic) && offset.getValue() != null)
                .mapToLong(offset -> offset.getValue().offset())
                .sum();
    }

    /** The item of an event, if it is in the table. */
    Optional<Map<String, AttributeValue>> item(String table, DeviceEvent event) {
        String sortKey = EventTable.sortKey(event.getEventTime().toEpochMilli(), event.getEventCode());
        return item(table, event.getDeviceId(), sortKey);
    }

    Optional<Map<String, AttributeValue>> item(String table, String device, String sortKey) {
        Map<String, AttributeValue> key = Map.of(
                EventTable.DEVICE_ID, AttributeValue.fromS(device),
                EventTable.EVENT_TIME, AttributeValue.fromS(sortKey));
        return Optional.of(dynamoDb.getItem(get -> get.tableName(table).key(key).consistentRead(true))
                        .item())
                .filter(item -> !item.isEmpty());
    }

    /** All items of a table, by their keys. */
    Map<String, Map<String, AttributeValue>> items(String table) {
        return dynamoDb.scanPaginator(scan -> scan.tableName(table).consistentRead(true)).items().stream()
                .collect(Collectors.toMap(Pipeline::key, item -> item));
    }

    /** All items of devices whose ids have a prefix, in either table, by their keys. */
    Map<String, Map<String, AttributeValue>> itemsOf(String prefix) {
        return Stream.of(EventTable.EVENTS, EventTable.ALARMS)
                .flatMap(table -> dynamoDb
                        .scanPaginator(scan -> scan.tableName(table)
                                .consistentRead(true)
                                .filterExpression("begins_with(#d, :p)")
                                .expressionAttributeNames(Map.of("#d", EventTable.DEVICE_ID))
                                .expressionAttributeValues(Map.of(":p", AttributeValue.fromS(prefix))))
                        .items()
                        .stream())
                .collect(Collectors.toMap(Pipeline::key, item -> item));
    }

    /** All items of one device, in either table. Unlike a scan, takes no longer when there are many others. */
    List<Map<String, AttributeValue>> itemsOfDevice(String device) {
        return Stream.of(EventTable.EVENTS, EventTable.ALARMS)
                .flatMap(table -> dynamoDb
                        .queryPaginator(query -> query.tableName(table)
                                .consistentRead(true)
                                .keyConditionExpression("#d = :d")
                                .expressionAttributeNames(Map.of("#d", EventTable.DEVICE_ID))
                                .expressionAttributeValues(Map.of(":d", AttributeValue.fromS(device))))
                        .items()
                        .stream())
                .toList();
    }

    private static String key(Map<String, AttributeValue> item) {
        return item.get(EventTable.DEVICE_ID).s()
                + '|'
                + item.get(EventTable.EVENT_TIME).s();
    }

    /** Puts an object into the bucket with the history, and answers its URI. */
    String upload(String key, byte[] content) {
        s3.putObject(put -> put.bucket(Endpoints.HISTORY_BUCKET).key(key), RequestBody.fromBytes(content));
        return "s3a://" + Endpoints.HISTORY_BUCKET + '/' + key;
    }

    /** Starts {@code ./vigil replay}. */
    Command replay(String... arguments) throws Exception {
        List<String> command = Stream.of(
                        Spark.driver(),
                        Stream.of("io.vigil.spark.ReplayMain"),
                        Arrays.stream(arguments),
                        Stream.of("--bootstrap-server", endpoints().bootstrapServers()),
                        Stream.of("--schema-registry", endpoints().registryUrl()),
                        Stream.of("--s3-endpoint", endpoints().s3Endpoint()))
                .flatMap(words -> words)
                .toList();
        return Command.start(command, Path.of(""));
    }

    /** Starts {@code ./vigil produce}. */
    Command produce(String... arguments) throws Exception {
        return Command.start(commands().produce(arguments), Path.of(""));
    }

    /** Starts {@code ./vigil simulate}. */
    Command simulate(String... arguments) throws Exception {
        return Command.start(commands().simulate(arguments), Path.of(""));
    }

    /** Runs {@code ./vigil reconcile} to its end, and answers its last line. */
    String reconcile() throws Exception {
        Command reconcile = Command.start(commands().reconcile("--wait", "PT10M"), Path.of(""));
        reconcile.await(Duration.ofMinutes(15));
        return reconcile.lastLine();
    }

    private VigilCommands commands() {
        return new VigilCommands(VigilHome.locate(), endpoints());
    }

    private Map<TopicPartition, Long> endOffsets(String topic) throws Exception {
        Map<TopicPartition, OffsetSpec> partitions = admin
                .describeTopics(List.of(topic))
                .allTopicNames()
                .get(30, TimeUnit.SECONDS)
                .get(topic)
                .partitions()
                .stream()
                .collect(Collectors.toMap(
                        partition -> new TopicPartition(topic, partition.partition()),
                        partition -> OffsetSpec.latest()));
        return admin.listOffsets(partitions).all().get(30, TimeUnit.SECONDS).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, offset -> offset.getValue().offset()));
    }

    @Override
    public void close() {
        events.close();
        bytes.close(Duration.ofSeconds(10));
        serializer.close();
        admin.close(Duration.ofSeconds(10));
        dynamoDb.close();
        s3.close();
    }
}
