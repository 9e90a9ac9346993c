package io.vigil.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigil.schemas.EventTable;
import io.vigil.stack.Endpoints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients that nobody here wrote, on both ends: kafkajs with Confluent's own Avro serializer, and awscli. */
@ExtendWith(SharedStack.class)
class ForeignClientsIT {

    private static final Path SOURCES = Path.of("src", "test", "node");
    private static final Path FOLDER = Path.of("target", "node");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String EVENT = """
            {"eventCode": 6, "deviceId": "js-1", "eventTime": 1591695360123, "workerId": "w-9",
             "workerName": "Zoë", "latitude": 59.5, "longitude": 18.25}""";

    private final Pipeline pipeline;

    ForeignClientsIT(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    @BeforeAll
    static void install() throws Exception {
        Files.createDirectories(FOLDER);
        for (String file : List.of("package.json", "package-lock.json", "send.js", "read.js")) {
            Files.copy(SOURCES.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Command.run(
                List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"),
                FOLDER,
                Map.of(),
                Duration.ofMinutes(5));
    }

    @Test
    void anEventFromKafkajsIsInTheTableWhereAwscliFindsIt() throws Exception {
        node("send.js", EVENT);

        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> pipeline.item(EventTable.ALARMS, "js-1", "2020-06-09T09:36:00.123Z#6")
                        .isPresent());
        JsonNode byKey = aws(
                "dynamodb",
                "get-item",
                "--table-name",
                EventTable.ALARMS,
                "--key",
                "{\"Device_id\": {\"S\": \"js-1\"}, \"EventTime\": {\"S\": \"2020-06-09T09:36:00.123Z#6\"}}");
        assertThat(byKey.at("/Item/Worker_name/S").asText()).isEqualTo("Zoë");
        assertThat(byKey.at("/Item/Latitude/N").asText()).isEqualTo("59.5");
        JsonNode byTime = aws(
                "dynamodb",
                "query",
                "--table-name",
                EventTable.ALARMS,
                "--key-condition-expression",
                "Device_id = :d AND EventTime BETWEEN :from AND :to",
                "--expression-attribute-values",
                "{\":d\": {\"S\": \"js-1\"}, \":from\": {\"S\": \"2020-06-09T09:00\"}, \":to\": {\"S\": \"2020-06-09T10:00\"}}");
        assertThat(byTime.path("Count").asInt()).isOne();
        assertThat(byTime.at("/Items/0/Event/N").asText()).isEqualTo("6");
    }

    @Test
    void confluentsDeserializerReadsAnAlarm() throws Exception {
        node("send.js", EVENT.replace("js-1", "js-2"));

        // kafkajs logs, of the group that it joins, come before it.
        String alarmOnLastLine = node("read.js", "js-2").lines().reduce("", (before, line) -> line);
        JsonNode alarm = new ObjectMapper().readTree(alarmOnLastLine);

        assertThat(alarm.path("deviceId").asText()).isEqualTo("js-2");
        assertThat(alarm.path("eventCode").asInt()).isEqualTo(6);
        assertThat(alarm.path("eventTime").asLong()).isEqualTo(1591695360123L);
        assertThat(alarm.path("workerName").asText()).isEqualTo("Zoë");
        assertThat(alarm.path("longitude").asDouble()).isEqualTo(18.25);
    }

    @Test
    void awscliFindsTheSampleInTheBucket() throws Exception {
        JsonNode objects = aws("s3api", "list-objects-v2", "--bucket", Endpoints.HISTORY_BUCKET, "--prefix", "events/");

        assertThat(objects.findValuesAsText("Key")).containsExactly("events/2020/device-events.csv");
    }

    private String node(String script, String argument) throws Exception {
        return Command.run(
                List.of(
                        "node",
                        script,
                        pipeline.endpoints().bootstrapServers(),
                        pipeline.endpoints().registryUrl(),
                        argument),
                FOLDER,
                Map.of("KAFKAJS_NO_PARTITIONER_WARNING", "1"),
                PATIENCE);
    }

    private JsonNode aws(String service, String... arguments) throws Exception {
        Endpoints endpoints = pipeline.endpoints();
        List<String> command = new ArrayList<>(List.of("aws", service));
        command.addAll(List.of(arguments));
        command.addAll(List.of(
                "--endpoint-url",
                service.equals("dynamodb") ? endpoints.dynamoDbEndpoint() : endpoints.s3Endpoint(),
                "--output",
                "json"));
        Map<String, String> environment = Map.of(
                "AWS_ACCESS_KEY_ID", Endpoints.S3_ACCESS_KEY_ID,
                "AWS_SECRET_ACCESS_KEY", Endpoints.S3_SECRET_ACCESS_KEY,
                "AWS_DEFAULT_REGION", Endpoints.S3_REGION,
                "AWS_PAGER", "",
                "PYTHONIOENCODING", "utf-8");
        return new ObjectMapper().readTree(Command.run(command, FOLDER, environment, PATIENCE));
    }
}
