package io.vigil.bench;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The topics that a run writes to. */
final class RunTopics implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 30_000;
    private static final long LOOK_EVERY_MILLIS = 50;
    private static final short COPIES = 1;

    private final Admin admin;

    RunTopics(String bootstrapServers) {
        this.admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                TIMEOUT_MILLIS));
    }

    /** Makes a topic with as many partitions as another has. */
    void create(String topic, String like) throws InterruptedException {
        create(Map.of(topic, partitions(List.of(like)).size()), Map.of());
    }

    /** Makes topics anew with their own settings, so that a minute later the broker has no file of the old ones left. */
    void empty(Collection<String> topics) throws InterruptedException {
        remake(partitions(topics).stream()
                .collect(Collectors.toMap(TopicPartition::topic, partition -> 1, Integer::sum)));
    }

    /** The same, each with so many partitions. */
    void empty(Collection<String> topics, int partitions) throws InterruptedException {
        remake(topics.stream().collect(Collectors.toMap(Function.identity(), topic -> partitions)));
    }

    private void remake(Map<String, Integer> partitions) throws InterruptedException {
        Map<String, Map<String, String>> settings = settings(partitions.keySet());
        done(admin.deleteTopics(partitions.keySet()).all());
        awaitAll(create(partitions, settings));
    }

    /** The controller has them; the broker hears of them a moment later, and until then may answer with the old ones. */
    private void awaitAll(Map<String, Uuid> ids) throws InterruptedException {
        long began = System.nanoTime();
        while (true) {
            boolean late = System.nanoTime() - began > TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS);
            try {
                var seen = admin.describeTopics(ids.keySet()).allTopicNames().get();
                if (ids.entrySet().stream()
                        .allMatch(topic -> seen.get(topic.getKey()).topicId().equals(topic.getValue()))) {
                    return;
                }
                if (late) {
                    throw new BenchException("the broker still has the topics that were deleted: " + seen.values());
                }
            } catch (ExecutionException e) {
                if (late || !(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw refused(e);
                }
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
    }

    /** Deletes what a contestant has made for itself. */
    void deleteStartingWith(String prefix) throws InterruptedException {
        List<String> own = done(admin.listTopics().names()).stream()
                .filter(topic -> topic.startsWith(prefix))
                .toList();
        done(admin.deleteTopics(own).all());
    }

    /** How many records are in topics. */
    long records(Collection<String> topics) throws InterruptedException {
        return ends(partitions(topics), IsolationLevel.READ_UNCOMMITTED);
    }

    /** The offsets behind the last committed record, all together; a commit marker counts as a record. */
    long committed(Collection<TopicPartition> partitions) throws InterruptedException {
        return ends(partitions, IsolationLevel.READ_COMMITTED);
    }

    private long ends(Collection<TopicPartition> partitions, IsolationLevel isolation) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> ends =
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        return done(admin.listOffsets(ends, new ListOffsetsOptions(isolation)).all()).values().stream()
                .mapToLong(ListOffsetsResultInfo::offset)
                .sum();
    }

    @Override
    public void close() {
        admin.close();
    }

    /** The new topics' ids. */
    private Map<String, Uuid> create(Map<String, Integer> partitions, Map<String, Map<String, String>> settings)
            throws InterruptedException {
        List<NewTopic> topics = partitions.entrySet().stream()
                .map(topic -> new NewTopic(topic.getKey(), topic.getValue(), COPIES)
                        .configs(settings.getOrDefault(topic.getKey(), Map.of())))
                .toList();
        CreateTopicsResult made = admin.createTopics(topics);
        done(made.all());
        Map<String, Uuid> ids = new HashMap<>();
        for (String topic : partitions.keySet()) {
            ids.put(topic, done(made.topicId(topic)));
        }
        return ids;
    }

    /** What was set for each topic, and is no default. */
    private Map<String, Map<String, String>> settings(Collection<String> topics) throws InterruptedException {
        List<ConfigResource> resources = topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        return done(admin.describeConfigs(resources).all()).entrySet().stream()
                .collect(Collectors.toMap(topic -> topic.getKey().name(), topic -> own(topic.getValue())));
    }

    private static Map<String, String> own(Config config) {
        return config.entries().stream()
                .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
    }

    List<TopicPartition> partitions(Collection<String> topics) throws InterruptedException {
        return done(admin.describeTopics(topics).allTopicNames()).values().stream()
                .flatMap(topic -> of(topic).stream())
                .toList();
    }

    private static List<TopicPartition> of(TopicDescription topic) {
        return topic.partitions().stream()
                .map(partition -> new TopicPartition(topic.name(), partition.partition()))
                .toList();
    }

    private static <T> T done(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw refused(e);
        }
    }

    private static BenchException refused(ExecutionException e) {
        return new BenchException("the broker does not do as it is told: " + e.getCause(), e);
    }
}
