package io.vigil.stack;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;

/**
 * The recipe of each part. A new part is a constant in {@link Part}, its ports in {@link Port}, and a method here.
 * Settings files are resources beside this class, with {@code ${…}} for what differs from stack to stack.
 */
final class Recipes {

    static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final StackConfig config;
    private final VigilHome home;
    private final StateFolder state;
    private final Endpoints endpoints;
    private final String newClusterId = Uuid.randomUuid().toString();

    Recipes(StackConfig config, VigilHome home, StateFolder state, Endpoints endpoints) {
        this.config = config;
        this.home = home;
        this.state = state;
        this.endpoints = endpoints;
    }

    Recipe of(Part part) {
        return switch (part) {
            case BROKER, BROKER_2, BROKER_3 -> broker(part);
            case REGISTRY -> registry();
            case DYNAMODB -> dynamoDb();
            case S3 -> s3();
            case CONNECT -> connect();
            case CLASSIFIER -> classifier();
            case API -> api();
        };
    }

    private Recipe broker(Part part) {
        Path kafka = home.built(home.kafka());
        Path settings = state.settings(part.id() + ".properties");
        Port clients = part.ports().get(0);
        return new Recipe(
                data -> {
                    write(
                            "broker.properties",
                            settings,
                            Map.of(
                                    "nodeId", Integer.toString(nodeId(part)),
                                    "voters", voters(),
                                    "listener", endpoints.address(clients),
                                    "controller", controller(part),
                                    "copies", copies(),
                                    "inSync", inSync(),
                                    "sessionTimeout", sessionTimeout(),
                                    "data", data.toString()));
                    if (!Files.exists(data.resolve("meta.properties"))) {
                        StorageFormat.format(
                                kafka, clusterId(), settings, kafkaEnvironment("-Xmx128m -XX:TieredStopAtLevel=1"));
                    }
                },
                List.of(kafka.resolve("bin/kafka-server-start.sh").toString(), settings.toString()),
                kafkaEnvironment(heap(part)),
                HealthProbe.broker(endpoints.address(clients), endpoints.port(clients), nodeId(part)));
    }

    private String copies() {
        return Integer.toString(endpoints.brokers().size());
    }

    private String inSync() {
        return Integer.toString(Math.max(1, endpoints.brokers().size() - 1));
    }

    /** Where nobody else could lead, nothing is won by giving up a broker sooner than Kafka does. */
    private String sessionTimeout() {
        return endpoints.brokers().size() > 1 ? "4500" : "9000";
    }

    private static int nodeId(Part broker) {
        return Part.BROKERS.indexOf(broker) + 1;
    }

    private String controller(Part broker) {
        return endpoints.address(broker.ports().get(1));
    }

    private String voters() {
        return endpoints.brokers().stream()
                .map(broker -> nodeId(broker) + "@" + controller(broker))
                .collect(Collectors.joining(","));
    }

    /** What a new data folder gets: the id of those that are there already, or else one for all that are made now. */
    private String clusterId() throws IOException {
        for (Part broker : endpoints.brokers()) {
            Path meta = state.data(broker).resolve("meta.properties");
            if (Files.exists(meta)) {
                Properties properties = new Properties();
                try (Reader in = Files.newBufferedReader(meta)) {
                    properties.load(in);
                }
                return properties.getProperty("cluster.id");
            }
        }
        return newClusterId;
    }

    private Recipe registry() {
        // H2 holds a commit back for half a second by default, which a kill -9 would lose.
        String database = "jdbc:h2:file:" + state.data(Part.REGISTRY).resolve("db") + ";WRITE_DELAY=0";
        return new Recipe(
                data -> {},
                java(
                        Part.REGISTRY,
                        "-XX:+UseSerialGC",
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.http.port=" + endpoints.port(Port.REGISTRY),
                        "-jar",
                        home.registryJar().toString()),
                Map.of("REGISTRY_DATASOURCE_URL", database),
                HealthProbe.saysOk(endpoints.url(Port.REGISTRY) + "/health/ready"));
    }

    private Recipe dynamoDb() {
        Path folder = home.built(home.dynamoDbLocal().resolve("lib")).getParent();
        return new Recipe(
                data -> {},
                java(
                        Part.DYNAMODB,
                        "-Djava.library.path=" + folder.resolve("lib"),
                        "-cp",
                        classPath(folder),
                        "io.vigil.stack.dynamodb.DynamoDbLocalMain",
                        Integer.toString(endpoints.port(Port.DYNAMODB)),
                        state.data(Part.DYNAMODB).toString()),
                Map.of(),
                HealthProbe.answers(endpoints.dynamoDbEndpoint()));
    }

    private Recipe s3() {
        Path folder = home.built(home.s3().resolve("lib")).getParent();
        Path settings = state.settings("s3.properties");
        return new Recipe(
                data -> write(
                        settings,
                        Map.of(
                                "endpoint",
                                endpoints.s3Endpoint(),
                                "accessKeyId",
                                Endpoints.S3_ACCESS_KEY_ID,
                                "secretAccessKey",
                                Endpoints.S3_SECRET_ACCESS_KEY,
                                "data",
                                data.toString())),
                java(
                        Part.S3,
                        "-XX:+UseSerialGC",
                        "-cp",
                        classPath(folder),
                        "org.gaul.s3proxy.Main",
                        "--properties",
                        settings.toString()),
                Map.of(),
                HealthProbe.saysOk(endpoints.s3Endpoint() + "/healthz"));
    }

    private Recipe connect() {
        Path kafka = home.built(home.kafka());
        if (config.sink()) {
            home.built(config.plugins());
        }
        Path settings = state.settings("connect.properties");
        return new Recipe(
                data -> write(
                        settings,
                        Map.of(
                                "bootstrapServers", endpoints.bootstrapServers(),
                                "copies", copies(),
                                "listener", endpoints.connectUrl(),
                                "plugins", config.plugins().toString())),
                List.of(kafka.resolve("bin/connect-distributed.sh").toString(), settings.toString()),
                kafkaEnvironment(heap(Part.CONNECT)),
                HealthProbe.saysOk(endpoints.connectUrl() + "/health"));
    }

    private Recipe classifier() {
        Path folder = home.built(home.classifier().resolve("lib")).getParent();
        Path settings = state.settings("classifier.properties");
        return new Recipe(
                data -> write(
                        settings,
                        Map.of(
                                "bootstrapServers", endpoints.bootstrapServers(),
                                "copies", copies(),
                                "registryUrl", endpoints.registryUrl(),
                                "httpPort", Integer.toString(endpoints.port(Port.CLASSIFIER)),
                                "data", data.toString())),
                java(
                        Part.CLASSIFIER,
                        "-cp",
                        classPath(folder),
                        "io.vigil.classifier.ClassifierMain",
                        "--config",
                        settings.toString()),
                Map.of(),
                HealthProbe.saysOk(endpoints.classifierUrl() + "/health/ready"));
    }

    private Recipe api() {
        Path folder = home.built(home.api().resolve("lib")).getParent();
        return new Recipe(
                data -> {},
                java(
                        Part.API,
                        "-cp",
                        classPath(folder),
                        "io.vigil.api.ApiMain",
                        "--port",
                        Integer.toString(endpoints.port(Port.API)),
                        "--bootstrap-server",
                        endpoints.bootstrapServers(),
                        "--schema-registry",
                        endpoints.registryUrl(),
                        "--dynamodb-endpoint",
                        endpoints.dynamoDbEndpoint()),
                Map.of(),
                HealthProbe.saysOk(endpoints.apiUrl() + "/actuator/health/readiness"));
    }

    private List<String> java(Part part, String... rest) {
        List<String> command = new ArrayList<>(List.of(JAVA, heap(part), "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(List.of(rest));
        return command;
    }

    private String heap(Part part) {
        return "-Xmx" + config.heapOf(part) + "m";
    }

    static String classPath(Path target) {
        return target.resolve("classes") + ":" + target.resolve("lib") + "/*";
    }

    private static Map<String, String> kafkaEnvironment(String heap) {
        return Map.of("JAVA_HOME", System.getProperty("java.home"), "KAFKA_HEAP_OPTS", heap);
    }

    private static void write(Path settings, Map<String, String> values) throws IOException {
        write(settings.getFileName().toString(), settings, values);
    }

    private static void write(String template, Path settings, Map<String, String> values) throws IOException {
        String text = Resources.text(template, values);
        Files.writeString(settings, text, StandardCharsets.UTF_8);
    }
}
