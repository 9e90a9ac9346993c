package io.vigil.classifier;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The settings of the classifier: a properties file with Kafka Streams' names, Confluent's for the registry and the
 * ones here, over which the environment wins. {@code VIGIL_BOOTSTRAP_SERVERS} is {@code bootstrap.servers}.
 *
 * @param properties all of it, with the classifier's defaults
 * @param httpHost the address that health and metrics listen on
 * @param httpPort their port; 0 takes a free one
 */
record ClassifierConfig(Map<String, Object> properties, String httpHost, int httpPort) {

    private static final String ENVIRONMENT_PREFIX = "VIGIL_";

    private static final ConfigDef HTTP = new ConfigDef()
            .define("http.host", Type.STRING, "127.0.0.1", Importance.LOW, "The address of health and metrics.")
            .define(
                    "http.port",
                    Type.INT,
                    8082,
                    ConfigDef.Range.between(0, 65535),
                    Importance.LOW,
                    "The port of health and metrics.");

    /**
     * Reads the settings.
     *
     * @param file a properties file
     * @param environment the process environment
     * @throws IOException if the file cannot be read
     * @throws org.apache.kafka.common.config.ConfigException if a setting of our own is wrong
     */
    static ClassifierConfig read(Path file, Map<String, String> environment) throws IOException {
        Properties given = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            given.load(reader);
        }
        Map<String, Object> properties = defaults();
        given.forEach((name, value) -> properties.put((String) name, value));
        environment.forEach((name, value) -> {
            if (name.startsWith(ENVIRONMENT_PREFIX)) {
                properties.put(propertyName(name), value);
            }
        });
        AbstractConfig http = new AbstractConfig(HTTP, properties, false);
        return new ClassifierConfig(Map.copyOf(properties), http.getString("http.host"), http.getInt("http.port"));
    }

    private static Map<String, Object> defaults() {
        Map<String, Object> defaults = new HashMap<>();
        defaults.put(StreamsConfig.APPLICATION_ID_CONFIG, "vigil-classifier");
        defaults.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        defaults.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
        defaults.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        // A dead letter is its record and more headers: what could be received must not be too large to be sent on.
        defaults.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), 2 * 1024 * 1024);
        defaults.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        return defaults;
    }

    private static String propertyName(String variable) {
        return variable.substring(ENVIRONMENT_PREFIX.length())
                .toLowerCase(Locale.ROOT)
                .replace('_', '.');
    }
}
