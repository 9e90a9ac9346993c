package io.vigil.bench;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** The topics that a run writes to. */
final class RunTopics implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 30_000;
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
        create(Map.of(topic, partitions(List.of(like)).size()));
    }

    /** Makes topics anew, so that a minute later the broker has no file of the old ones left. */
    void empty(Collection<String> topics) throws InterruptedException {
        Map<String, Integer> partitions = partitions(topics).stream()
                .collect(Collectors.toMap(TopicPartition::topic, partition -> 1, Integer::sum));
        done(admin.deleteTopics(topics).all());
        create(partitions);
    }

    /** How many records are in topics. */
    long records(Collection<String> topics) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> ends = partitions(topics).stream()
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        return done(admin.listOffsets(ends).all()).values().stream()
                .mapToLong(ListOffsetsResultInfo::offset)
                .sum();
    }

    @Override
    public void close() {
        admin.close();
    }

    private void create(Map<String, Integer> partitions) throws InterruptedException {
        List<NewTopic> topics = partitions.entrySet().stream()
                .map(topic -> new NewTopic(topic.getKey(), topic.getValue(), COPIES))
                .toList();
        done(admin.createTopics(topics).all());
    }

    private List<TopicPartition> partitions(Collection<String> topics) throws InterruptedException {
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
            throw new BenchException("the broker does not do as it is told: " + e.getCause(), e);
        }
    }
}
