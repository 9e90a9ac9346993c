package io.vigil.producer;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine.Option;

/** Where the brokers and the registry are. The command line wins over the file. */
final class KafkaOptions {

    private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
    private static final String SCHEMA_REGISTRY = "schema.registry.url";

    @Option(
            names = "--bootstrap-server",
            paramLabel = "HOST:PORT",
            description = "A broker; 127.0.0.1:9092 by default, where the local stack's is.")
    private String bootstrapServer;

    @Option(
            names = "--schema-registry",
            paramLabel = "URL",
            description = "The schema registry; by default the local stack's, http://127.0.0.1:8081/apis/ccompat/v7.")
    private String schemaRegistry;

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "A properties file with Kafka's and Confluent's names, for security and all else.")
    private Path commandConfig;

    /**
     * All settings.
     *
     * @throws IOException if the file cannot be read
     */
    Map<String, Object> properties() throws IOException {
        Map<String, Object> all = new HashMap<>();
        all.put(BOOTSTRAP_SERVERS, "127.0.0.1:9092");
        all.put(SCHEMA_REGISTRY, "http://127.0.0.1:8081/apis/ccompat/v7");
        if (commandConfig != null) {
            Properties file = new Properties();
            try (Reader reader = Files.newBufferedReader(commandConfig)) {
                file.load(reader);
            }
            file.forEach((name, value) -> all.put(name.toString(), value));
        }
        if (bootstrapServer != null) {
            all.put(BOOTSTRAP_SERVERS, bootstrapServer);
        }
        if (schemaRegistry != null) {
            all.put(SCHEMA_REGISTRY, schemaRegistry);
        }
        return all;
    }
}
