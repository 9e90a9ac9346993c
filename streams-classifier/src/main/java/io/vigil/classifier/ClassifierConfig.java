package io.vigil.classifier;

import io.vigil.schemas.SchemaRegistryConfig;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The settings of the classifier: a properties file with Kafka Streams' names, Confluent's for the registry and the
 * ones here, over which the environment wins. {@code VIGIL_BOOTSTRAP_SERVERS} is {@code bootstrap.servers}.
 *
 * @param properties all of it, with the classifier's defaults
 * @param alarmCommitInterval what two commits for alarms are apart at least
 * @param httpHost the address that health and metrics listen on
 * @param httpPort their port; 0 takes a free one
 */
record ClassifierConfig(Map<String, Object> properties, Duration alarmCommitInterval, String httpHost, int httpPort) {

    static final String ALARM_COMMIT_INTERVAL_MS = "alarm.commit.interval.ms";
    static final String HTTP_HOST = "http.host";
    static final String HTTP_PORT = "http.port";

    private static final String ENVIRONMENT_PREFIX = "VIGIL_";

    /** The launcher's, which says where the checkout is. */
    private static final String NO_SETTING = "VIGIL_HOME";

    /** Kafka's own default is 30 s, which an alarm would wait for a host that is silently gone. */
    private static final int REQUEST_TIMEOUT_MS = 10_000;

    /** Kafka Streams knows more than these, and checks its own. */
    private static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
                    Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    Importance.HIGH,
                    "Brokers, HOST:PORT, separated by commas.")
            .define(
                    StreamsConfig.APPLICATION_ID_CONFIG,
                    Type.STRING,
                    "vigil-classifier",
                    Importance.HIGH,
                    "The consumer group, and the prefix of transactional ids and internal topics. Never change it.")
            .define(
                    StreamsConfig.STATE_DIR_CONFIG,
                    Type.STRING,
                    "/tmp/kafka-streams",
                    Importance.HIGH,
                    "The folder for the last known states. What is lost there is read again from the brokers.")
            .define(
                    StreamsConfig.NUM_STREAM_THREADS_CONFIG,
                    Type.INT,
                    1,
                    ConfigDef.Range.atLeast(1),
                    Importance.MEDIUM,
                    "Threads; all instances together use no more than device-events has partitions.")
            .define(
                    StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG,
                    Type.INT,
                    0,
                    ConfigDef.Range.atLeast(0),
                    Importance.MEDIUM,
                    "Copies of the last known states on other instances, from which one goes on at once. 1 on a cluster.")
            .define(
                    StreamsConfig.REPLICATION_FACTOR_CONFIG,
                    Type.INT,
                    -1,
                    Importance.MEDIUM,
                    "Copies of the internal topic on the brokers; -1 is the brokers' default.")
            .define(
                    StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                    Type.LONG,
                    500L,
                    ConfigDef.Range.atLeast(1),
                    Importance.MEDIUM,
                    "Milliseconds between commits. A record is seen behind the classifier when it is committed.")
            .define(
                    ALARM_COMMIT_INTERVAL_MS,
                    Type.LONG,
                    50L,
                    ConfigDef.Range.atLeast(1),
                    Importance.MEDIUM,
                    "An alarm is committed at once; milliseconds that two such commits are apart at least.")
            .define(
                    StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
                    Type.INT,
                    // Kafka's own default is 45 s; 6 s is the least that brokers take by default.
                    6_000,
                    ConfigDef.Range.atLeast(1),
                    Importance.MEDIUM,
                    "Milliseconds until the partitions of an instance that has died, or was stopped, go to the others.")
            .define(
                    StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
                    Type.INT,
                    1_500,
                    ConfigDef.Range.atLeast(1),
                    Importance.LOW,
                    "Milliseconds between an instance's signs of life; a third of the session timeout at most.")
            .define(
                    StreamsConfig.consumerPrefix(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG),
                    Type.INT,
                    REQUEST_TIMEOUT_MS,
                    ConfigDef.Range.atLeast(1),
                    Importance.LOW,
                    "Milliseconds until a broker that does not answer is given up when reading.")
            .define(
                    StreamsConfig.producerPrefix(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG),
                    Type.INT,
                    REQUEST_TIMEOUT_MS,
                    ConfigDef.Range.atLeast(1),
                    Importance.LOW,
                    "Milliseconds until a broker that does not answer is given up when writing.")
            .define(
                    StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
                    Type.INT,
                    // A record may have come compressed, and a dead letter has more headers than its record.
                    16 * 1024 * 1024,
                    ConfigDef.Range.atLeast(1),
                    Importance.LOW,
                    "The largest record in bytes, before compression, that is sent on.")
            .define(
                    StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG),
                    Type.STRING,
                    "lz4",
                    Importance.LOW,
                    "The compression of what is sent on.")
            .define(HTTP_HOST, Type.STRING, "127.0.0.1", Importance.LOW, "The address of health and metrics.")
            .define(
                    HTTP_PORT,
                    Type.INT,
                    8082,
                    ConfigDef.Range.between(0, 65535),
                    Importance.LOW,
                    "The port of health and metrics; 0 takes a free one.");

    /** What the guarantees rest on. A file may say the same, but nothing else. */
    private static final Map<String, Object> FIXED = Map.of(
            StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2,
            StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeserializationFailures.class.getName(),
            StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, ProcessingFailures.class.getName(),
            StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, ProductionFailures.class.getName(),
            StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, ArrivalTime.class.getName(),
            StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, "true");

    /**
     * Reads the settings.
     *
     * @param file a properties file
     * @param environment the process environment
     * @throws IOException if the file cannot be read
     * @throws ConfigException if a setting is missing or wrong
     */
    static ClassifierConfig read(Path file, Map<String, String> environment) throws IOException {
        Properties given = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            given.load(reader);
        }
        Map<String, Object> properties = new HashMap<>();
        given.forEach((name, value) -> properties.put((String) name, value));
        environment.forEach((name, value) -> {
            if (name.startsWith(ENVIRONMENT_PREFIX) && !name.equals(NO_SETTING)) {
                properties.put(propertyName(name), value);
            }
        });
        FIXED.forEach((name, value) -> {
            if (!value.equals(properties.getOrDefault(name, value))) {
                throw new ConfigException(name, properties.get(name), "is not to be changed: it is " + value);
            }
            properties.put(name, value);
        });
        AbstractConfig parsed = new AbstractConfig(definition(), properties, false);
        parsed.values().forEach(properties::putIfAbsent);
        properties.values().removeIf(Objects::isNull);
        return new ClassifierConfig(
                Map.copyOf(properties),
                Duration.ofMillis(parsed.getLong(ALARM_COMMIT_INTERVAL_MS)),
                parsed.getString(HTTP_HOST),
                parsed.getInt(HTTP_PORT));
    }

    /**
     * The names, defaults and rules: the classifier's own, the ones of Kafka Streams that matter most, and the
     * registry's.
     *
     * @return a definition that documentation is made from
     */
    static ConfigDef definition() {
        ConfigDef all = new ConfigDef(DEFINITION);
        SchemaRegistryConfig.definition().configKeys().values().forEach(all::define);
        return all;
    }

    private static String propertyName(String variable) {
        return variable.substring(ENVIRONMENT_PREFIX.length())
                .toLowerCase(Locale.ROOT)
                .replace('_', '.');
    }
}
