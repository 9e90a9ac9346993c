package io.vigil.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigil.events.DeviceEvent;
import io.vigil.schemas.Events;
import io.vigil.schemas.Topics;
import io.vigil.stack.Part;
import io.vigil.stack.dynamodb.FaultProxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sink in real Connect workers. */
@ExtendWith(SharedStack.class)
class SinkOnWorkersIT {

    private static final String PLUGIN = "io.vigil.dynamo.DynamoDbSinkConnector";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Pipeline pipeline;
    private final ConnectWorker worker;

    SinkOnWorkersIT(Pipeline pipeline) {
        this.pipeline = pipeline;
        this.worker = pipeline.connect();
    }

    @Test
    void isFoundByAWorkerThatOnlyLooksAtServices() throws Exception {
        assertThat(Files.readString(pipeline.state().resolve("settings/connect.properties")))
                .contains("plugin.discovery=service_load");

        assertThat(worker.plugins())
                .anySatisfy(plugin -> assertThat(plugin.path("class").asText()).isEqualTo(PLUGIN));
    }

    @Test
    void theWorkersValidationNamesEachBadSetting() throws Exception {
        Map<String, String> settings = settings("any-topic", "anyTable");
        settings.put("name", "any");
        settings.put("batch.size", "26");
        settings.put("aws.endpoint", "nowhere");
        settings.put("topic.to.table.map", "events");
        settings.put("behavior.on.null.values", "drop");
        settings.put("max.in.flight.requests", "many");

        JsonNode answer = worker.validate(PLUGIN, settings);

        Set<String> bad = new HashSet<>();
        for (JsonNode config : answer.path("configs")) {
            if (!config.at("/value/errors").isEmpty()) {
                bad.add(config.at("/value/name").asText());
            }
        }
        assertThat(bad)
                .containsExactlyInAnyOrder(
                        "batch.size",
                        "aws.endpoint",
                        "topic.to.table.map",
                        "behavior.on.null.values",
                        "max.in.flight.requests");
    }

    @Test
    void aTableThatIsNotThereFailsTheTaskInOneSentence() throws Exception {
        pipeline.createTopic("no-table", 1);
        Map<String, String> settings = settings("no-table", "noSuchTable");
        settings.put("auto.create", "false");

        worker.configure("no-table", settings);

        worker.awaitTasks("no-table", "FAILED", 1);
        assertThat(worker.status("no-table").at("/tasks/0/trace").asText())
                .contains("There is no table noSuchTable. Create it, or set auto.create.");
        worker.delete("no-table");
    }

    @Test
    void justTheRecordsThatCanNeverBeItemsAreSetAside() throws Exception {
        pipeline.createTopic("mixed", 1);
        pipeline.createTopic("mixed.dlq", 1);
        List<String> bad = List.of(
                "{\"EventTime\": \"t\"}",
                "{\"Device_id\": \"\", \"EventTime\": \"t\"}",
                "{\"Device_id\": \"d\", \"EventTime\": \"t\", \"Text\": \"" + "x".repeat(401 * 1024) + "\"}",
                "{\"Device_id\": 1, \"EventTime\": [\"t\"]}",
                "no JSON");
        for (int i = 0; i < 100; i++) {
            pipeline.send("mixed", null, item("d" + i, "t", i).getBytes(StandardCharsets.UTF_8));
            if (i % 20 == 10) {
                pipeline.send("mixed", null, bad.get(i / 20).getBytes(StandardCharsets.UTF_8));
            }
        }
        Map<String, String> settings = settings("mixed", "mixedItems");
        settings.put("errors.tolerance", "all");
        settings.put("errors.deadletterqueue.topic.name", "mixed.dlq");
        settings.put("errors.deadletterqueue.topic.replication.factor", "1");
        settings.put("errors.deadletterqueue.context.headers.enable", "true");

        worker.configure("mixed", settings);

        Awaitility.await().atMost(PATIENCE).until(() -> pipeline.committed("connect-mixed", "mixed") == 105);
        assertThat(pipeline.items("mixedItems")).hasSize(100);
        assertThat(pipeline.records("mixed.dlq"))
                .extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
                .containsExactlyInAnyOrderElementsOf(bad);
        assertThat(pipeline.records("mixed.dlq"))
                .allSatisfy(record -> assertThat(record.headers().lastHeader("__connect.errors.offset"))
                        .isNotNull());
        worker.delete("mixed");
    }

    /** By none, nothing is tolerated; all tolerates it, but with nowhere to put it: to go on would lose it. */
    @ParameterizedTest
    @ValueSource(strings = {"none", "all"})
    void aTaskThatFailsCommitsNothingAtOrBehindTheBadRecordAndGoesOnThere(String tolerance) throws Exception {
        String topic = "poisoned-" + tolerance;
        pipeline.createTopic(topic, 1);
        for (int i = 0; i < 20; i++) {
            pipeline.send(topic, null, item("d" + i, "t", i).getBytes(StandardCharsets.UTF_8));
        }
        pipeline.send(topic, null, "{\"Device_id\": \"\", \"EventTime\": \"t\"}".getBytes(StandardCharsets.UTF_8));
        pipeline.send(topic, null, item("last", "t", 1).getBytes(StandardCharsets.UTF_8));
        Map<String, String> settings = settings(topic, topic + "-items");
        settings.put("errors.tolerance", tolerance);

        worker.configure(topic, settings);

        worker.awaitTasks(topic, "FAILED", 1);
        assertThat(worker.status(topic).at("/tasks/0/trace").asText()).contains(topic + "-0@20");
        assertThat(pipeline.committed("connect-" + topic, topic)).isLessThanOrEqualTo(20);

        pipeline.createTopic(topic + ".dlq", 1);
        settings.put("errors.tolerance", "all");
        settings.put("errors.deadletterqueue.topic.name", topic + ".dlq");
        settings.put("errors.deadletterqueue.topic.replication.factor", "1");
        worker.configure(topic, settings);

        Awaitility.await().atMost(PATIENCE).until(() -> pipeline.committed("connect-" + topic, topic) == 22);
        assertThat(pipeline.items(topic + "-items")).hasSize(21);
        assertThat(pipeline.records(topic + ".dlq")).hasSize(1);
        worker.delete(topic);
    }

    @Test
    void keepsTheNewestOfEachKeyWhileTasksComeAndGo() throws Exception {
        pipeline.createTopic("rebalanced", 4);
        int keys = 50;
        int versions = 50;
        Map<String, String> settings = settings("rebalanced", "rebalancedItems");
        worker.configure("rebalanced", settings);
        worker.awaitRunning("rebalanced", 1);

        for (int version = 1; version <= versions; version++) {
            for (int key = 0; key < keys; key++) {
                pipeline.send(
                        "rebalanced", "k" + key, item("k" + key, "t", version).getBytes(StandardCharsets.UTF_8));
            }
            if (version == versions / 3 || version == 2 * versions / 3) {
                settings.put("tasks.max", version == versions / 3 ? "2" : "1");
                worker.configure("rebalanced", settings);
            }
        }

        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> pipeline.committed("connect-rebalanced", "rebalanced") == keys * versions);
        assertThat(pipeline.items("rebalancedItems"))
                .hasSize(keys)
                .allSatisfy((key, item) -> assertThat(item.get("Value").n()).isEqualTo(Integer.toString(versions)));
        worker.delete("rebalanced");
    }

    @Test
    void aWorkerThatIsStoppedWhileDynamoDbIsAwayStopsGracefully() throws Exception {
        long logged = workerLog(0).count();
        pipeline.stack().pause(Part.DYNAMODB);
        pipeline.send(Events.sos().setDeviceId("worker-stopped").build());
        try {
            pipeline.stack().stop(Part.CONNECT);
        } finally {
            pipeline.stack().resume(Part.DYNAMODB);
        }
        List<String> log = workerLog(logged).toList();

        pipeline.stack().start(Part.CONNECT);

        assertThat(log).noneMatch(line -> line.contains("Graceful stop of task"));
        DeviceEvent event = Events.sos().setDeviceId("worker-stopped").build();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> pipeline.item("blsAlarms", event).isPresent());
    }

    @Test
    void aTaskThatIsThrottledForHalfAMinuteStaysInItsGroupAndWritesEachRecordOnce() throws Exception {
        int records = 2000;
        long logged = workerLog(0).count();
        pipeline.createTopic("throttled", 2);
        try (FaultProxy dynamoDb =
                new FaultProxy(URI.create(pipeline.endpoints().dynamoDbEndpoint()))) {
            dynamoDb.throttle(1);
            Map<String, String> settings = throttledSettings("throttled", dynamoDb);
            // A third of the time that it is throttled: a task that waited in put would be expelled.
            settings.put("consumer.override.max.poll.interval.ms", "10000");
            worker.configure("throttled", settings);
            worker.awaitRunning("throttled", 1);
            sendItems("throttled", records);
            Awaitility.await().atMost(PATIENCE).until(() -> dynamoDb.throttled() > 0);

            Awaitility.await("half a minute of throttling")
                    .during(Duration.ofSeconds(30))
                    .atMost(PATIENCE)
                    .failFast(
                            "a task failed",
                            () -> worker.taskStates("throttled").contains("FAILED"))
                    .until(() -> worker.taskStates("throttled").equals(List.of("RUNNING")));
            assertThat(pipeline.items("throttledItems")).isEmpty();
            dynamoDb.throttle(0);

            Awaitility.await()
                    .atMost(PATIENCE)
                    .failFast(
                            "a task failed",
                            () -> worker.taskStates("throttled").contains("FAILED"))
                    .until(() -> pipeline.committed("connect-throttled", "throttled") == records);
            assertThat(workerLog(logged).filter(line -> line.contains("groupId=connect-throttled]")))
                    .filteredOn(line -> line.contains("Successfully joined group"))
                    .hasSize(1);
            assertThat(pipeline.items("throttledItems")).hasSize(records);
            assertThat(dynamoDb.items()).isEqualTo(records);
            worker.delete("throttled");
        }
    }

    @Test
    void aConnectorAndAWorkerThatAreStoppedWhileThrottledStopGracefully() throws Exception {
        int records = 2000;
        long logged = workerLog(0).count();
        pipeline.createTopic("stopped", 2);
        try (FaultProxy dynamoDb =
                new FaultProxy(URI.create(pipeline.endpoints().dynamoDbEndpoint()))) {
            dynamoDb.throttle(1);
            worker.configure("stopped", throttledSettings("stopped", dynamoDb));
            sendItems("stopped", records);
            Awaitility.await().atMost(PATIENCE).until(() -> dynamoDb.throttled() > 0);

            worker.stop("stopped");
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> worker.taskStates("stopped").isEmpty());
            int throttledBefore = dynamoDb.throttled();
            worker.resume("stopped");
            Awaitility.await().atMost(PATIENCE).until(() -> dynamoDb.throttled() > throttledBefore);
            pipeline.stack().stop(Part.CONNECT);
            List<String> log = workerLog(logged).toList();
            pipeline.stack().start(Part.CONNECT);

            assertThat(log)
                    .anyMatch(line -> line.contains("Stopping task stopped-0"))
                    .noneMatch(line -> line.contains("Graceful stop of task stopped-0 failed"));
            dynamoDb.throttle(0);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> pipeline.committed("connect-stopped", "stopped") == records);
            assertThat(pipeline.items("stoppedItems")).hasSize(records);
            worker.delete("stopped");
        }
    }

    @Test
    void runsInAWorkerOfKafka39() throws Exception {
        Path folder = Files.createDirectories(Path.of("target", "connect-3.9"));
        String url = "http://127.0.0.1:" + freePort();
        Path properties = Files.writeString(folder.resolve("worker.properties"), """
                bootstrap.servers=%s
                group.id=worker-of-3.9
                listeners=%s
                plugin.path=%s
                plugin.discovery=service_load
                key.converter=org.apache.kafka.connect.storage.StringConverter
                value.converter=org.apache.kafka.connect.converters.ByteArrayConverter
                config.storage.topic=connect-3.9-configs
                config.storage.replication.factor=1
                offset.storage.topic=connect-3.9-offsets
                offset.storage.replication.factor=1
                offset.storage.partitions=1
                status.storage.topic=connect-3.9-status
                status.storage.replication.factor=1
                status.storage.partitions=1
                offset.flush.interval.ms=2000
                """.formatted(
                        pipeline.endpoints().bootstrapServers(),
                        url,
                        Path.of("..", "dynamo-sink", "target", "plugin")
                                .toAbsolutePath()
                                .normalize()));
        DeviceEvent event = Events.sos().setDeviceId("worker-3.9").build();
        Map<String, String> settings = settings(Topics.ALARMS, "alarmsOf39");
        settings.put("value.converter", "io.vigil.dynamo.DeviceEventConverter");
        settings.put("value.converter.schema.registry.url", pipeline.endpoints().registryUrl());
        settings.put("errors.tolerance", "all");
        settings.put("errors.log.enable", "true");
        List<String> command = List.of(
                Command.JAVA,
                "-Xmx512m",
                "-cp",
                Path.of("connect-3.9", "target", "lib") + "/*",
                "org.apache.kafka.connect.cli.ConnectDistributed",
                properties.toString());

        try (Command old = Command.start(command, Path.of(""))) {
            ConnectWorker worker39 = new ConnectWorker(url);
            Awaitility.await("the worker of 3.9")
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(() -> {
                        assertThat(old.isAlive()).as(old.output()).isTrue();
                        assertThat(StreamSupport.stream(worker39.plugins().spliterator(), false)
                                        .map(plugin -> plugin.path("class").asText()))
                                .contains(PLUGIN);
                    });
            worker39.configure("of-3.9", settings);
            worker39.awaitRunning("of-3.9", 1);
            pipeline.send(event);

            Awaitility.await()
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> pipeline.item("alarmsOf39", event).isPresent());
        }
    }

    private Map<String, String> throttledSettings(String topic, FaultProxy dynamoDb) {
        Map<String, String> settings = settings(topic, topic + "Items");
        settings.put("aws.endpoint", dynamoDb.endpoint().toString());
        // A request that times out on a busy machine would be sent twice.
        settings.put("request.timeout.ms", "10000");
        return settings;
    }

    private void sendItems(String topic, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            pipeline.send(topic, "k" + i, item("k" + i, "t", i).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** What the worker has logged since its log had that many lines; earlier runs are in it too. */
    private Stream<String> workerLog(long since) throws Exception {
        return Files.readAllLines(pipeline.state().resolve("logs/connect.log")).stream()
                .skip(since);
    }

    private Map<String, String> settings(String topic, String table) {
        return new HashMap<>(Map.ofEntries(
                Map.entry("connector.class", PLUGIN),
                Map.entry("tasks.max", "1"),
                Map.entry("topics", topic),
                Map.entry("topic.to.table.map", topic + ":" + table),
                Map.entry("auto.create", "true"),
                Map.entry("aws.endpoint", pipeline.endpoints().dynamoDbEndpoint()),
                Map.entry("aws.region", "us-east-1"),
                Map.entry("aws.access.key.id", "any"),
                Map.entry("aws.secret.access.key", "one"),
                Map.entry("key.converter", "org.apache.kafka.connect.storage.StringConverter"),
                Map.entry("value.converter", "org.apache.kafka.connect.json.JsonConverter"),
                Map.entry("value.converter.schemas.enable", "false")));
    }

    private static String item(String device, String time, int value) {
        return "{\"Device_id\": \"%s\", \"EventTime\": \"%s\", \"Value\": %d}".formatted(device, time, value);
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
