package io.vigil.reconcile;

import io.vigil.schemas.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** A reader of each of the four topics that are compared. */
final class TopicReaders implements AutoCloseable {

    private static final List<String> TOPICS =
            List.of(Topics.DEVICE_EVENTS, Topics.EVENTS, Topics.ALARMS, Topics.DEVICE_EVENTS_DLQ);

    /** For the first answer of a broker. */
    private static final int TIMEOUT_SECONDS = 30;

    private final Map<String, TopicReader> readers = new HashMap<>();

    private TopicReaders() {}

    /**
     * Opens them.
     *
     * @param properties of a Kafka client
     * @param progress is told how far the readers are, from time to time
     * @throws CannotCompareException if no broker answers, or a topic is not there
     */
    static TopicReaders open(Map<String, Object> properties, Consumer<String> progress) {
        Map<String, Integer> partitions = partitions(properties);
        TopicReaders all = new TopicReaders();
        try {
            partitions.forEach(
                    (topic, count) -> all.readers.put(topic, new TopicReader(properties, topic, count, progress)));
            return all;
        } catch (RuntimeException e) {
            all.close();
            throw e;
        }
    }

    /** The readers by topic. */
    Map<String, TopicReader> byTopic() {
        return Map.copyOf(readers);
    }

    @Override
    public void close() {
        readers.values().forEach(TopicReader::close);
    }

    private static Map<String, Integer> partitions(Map<String, Object> properties) {
        String servers = String.valueOf(properties.get("bootstrap.servers"));
        Map<String, Integer> counts = new TreeMap<>();
        Set<String> missing = new TreeSet<>();
        try (Admin admin = Admin.create(properties)) {
            Map<String, KafkaFuture<TopicDescription>> answers =
                    admin.describeTopics(TOPICS).topicNameValues();
            for (String topic : TOPICS) {
                try {
                    counts.put(
                            topic,
                            answers.get(topic)
                                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                                    .partitions()
                                    .size());
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException) {
                        throw noAnswer(servers, e);
                    }
                    if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                        throw new CannotCompareException(
                                "The broker at " + servers + " does not describe topic " + topic + ": "
                                        + e.getCause().getMessage(),
                                e);
                    }
                    missing.add(topic);
                }
            }
        } catch (TimeoutException e) {
            throw noAnswer(servers, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotCompareException("Interrupted while looking for the topics", e);
        }
        if (!missing.isEmpty()) {
            throw new CannotCompareException("The broker at " + servers + " does not have these topics: "
                    + String.join(", ", missing) + ". Create them, or set --bootstrap-server to where they are");
        }
        return counts;
    }

    private static CannotCompareException noAnswer(String servers, Exception cause) {
        return new CannotCompareException(
                "No broker answered at " + servers + ". Is it running, and is --bootstrap-server right?", cause);
    }
}
