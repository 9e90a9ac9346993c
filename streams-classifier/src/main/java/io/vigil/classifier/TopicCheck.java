package io.vigil.classifier;

import io.vigil.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks, before anything is read, whether the topics are there and take what the classifier may have to write. */
final class TopicCheck {

    private static final Logger LOG = LoggerFactory.getLogger(TopicCheck.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** What a record may grow by: the headers of a dead letter are some 300 bytes. */
    private static final int ROOM_FOR_HEADERS = 1024;

    private static final List<String> BYTES_GO_TO = List.of(Topics.ALARMS, Topics.EVENTS, Topics.DEVICE_EVENTS_DLQ);

    private TopicCheck() {}

    /**
     * Looks.
     *
     * @param properties of a Kafka client
     * @throws MissingTopicsException if a topic does not exist
     * @throws KafkaException if no broker answers, or refuses
     */
    static void run(Map<String, Object> properties) {
        try (Admin admin = Admin.create(properties)) {
            Set<String> missing = new TreeSet<>(Topics.all());
            missing.removeAll(answer(admin.listTopics().names()));
            if (!missing.isEmpty()) {
                throw new MissingTopicsException(missing);
            }
            narrowTopics(largestRecords(admin)).forEach(LOG::warn);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                throw new KafkaException(
                        "The broker does not let the topics be looked at: "
                                + e.getCause().getMessage(),
                        e);
            }
            throw noAnswer(properties, e.getCause());
        } catch (TimeoutException e) {
            throw noAnswer(properties, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while looking for the topics", e);
        }
    }

    /**
     * What may stop the classifier one day: topics that do not take every record that {@code device-events} takes.
     *
     * @param largestRecords {@code max.message.bytes} of each topic
     * @return a sentence for each
     */
    static List<String> narrowTopics(Map<String, Long> largestRecords) {
        long needed = largestRecords.getOrDefault(Topics.DEVICE_EVENTS, 0L) + ROOM_FOR_HEADERS;
        return BYTES_GO_TO.stream()
                .filter(topic -> largestRecords.getOrDefault(topic, needed) < needed)
                .map(topic -> "topic=" + topic + " max.message.bytes=" + largestRecords.get(topic)
                        + " reason=\"A record that is too large for it would stop the classifier. Set it to " + needed
                        + " or more: what device-events takes, and room for headers.\"")
                .toList();
    }

    /** Empty if that may not be looked at. */
    private static Map<String, Long> largestRecords(Admin admin)
            throws ExecutionException, InterruptedException, TimeoutException {
        List<ConfigResource> topics = Topics.all().stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        Map<String, Long> largest = new TreeMap<>();
        try {
            Map<ConfigResource, Config> configs =
                    answer(admin.describeConfigs(topics).all());
            configs.forEach((topic, config) -> largest.put(
                    topic.name(),
                    Long.valueOf(
                            config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value())));
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof AuthorizationException)) {
                throw e;
            }
            LOG.info("action=skip-size-check reason=\"{}\"", e.getCause().getMessage());
        }
        return largest;
    }

    private static <T> T answer(KafkaFuture<T> future)
            throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    private static KafkaException noAnswer(Map<String, Object> properties, Throwable cause) {
        String why = cause.getMessage() == null ? "" : ": " + cause.getMessage();
        return new KafkaException("No broker answered at " + properties.get("bootstrap.servers") + why, cause);
    }
}
