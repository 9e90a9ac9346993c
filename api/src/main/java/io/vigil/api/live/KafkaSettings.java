package io.vigil.api.live;

import io.vigil.schemas.SchemaRegistryClient;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How Kafka and the registry are reached.
 *
 * @param kafka Kafka's and Confluent's own names, such as {@code bootstrap.servers} and {@code schema.registry.url}
 */
@ConfigurationProperties("vigil")
record KafkaSettings(Map<String, String> kafka) {

    private static final String READ_COMMITTED =
            IsolationLevel.READ_COMMITTED.toString().toLowerCase(Locale.ROOT);

    /**
     * Checks them, so that what is wrong is said at the start and not when it is first used.
     *
     * @throws ConfigException if one is missing or wrong
     */
    KafkaSettings {
        kafka = Map.copyOf(kafka);
        new ConsumerConfig(consumerConfigs(kafka, "check"));
        SchemaRegistryClient.create(kafka).close();
    }

    /** A consumer of bytes that is in no group: it reads what it is assigned, from where it is told, what is committed. */
    Consumer<byte[], byte[]> consumer(String clientId) {
        return new KafkaConsumer<>(consumerConfigs(kafka, clientId));
    }

    /** A client that asks what topics there are, and how far they reach. */
    Admin admin(String clientId) {
        return Admin.create(clientConfigs(kafka, clientId));
    }

    private static Map<String, Object> consumerConfigs(Map<String, String> kafka, String clientId) {
        Map<String, Object> configs = clientConfigs(kafka, clientId);
        configs.remove(ConsumerConfig.GROUP_ID_CONFIG);
        configs.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        configs.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        configs.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, READ_COMMITTED);
        configs.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        configs.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        configs.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return configs;
    }

    /** Without JMX: Micrometer has the metrics that matter, and several clients of one id would be in each other's way. */
    private static Map<String, Object> clientConfigs(Map<String, String> kafka, String clientId) {
        Map<String, Object> configs = new HashMap<>(kafka);
        configs.put(CommonClientConfigs.CLIENT_ID_CONFIG, "vigil-api-" + clientId);
        configs.putIfAbsent(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
        return configs;
    }
}
