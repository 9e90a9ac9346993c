package io.vigil.bench.faults;

import io.vigil.bench.BenchException;
import io.vigil.schemas.Topics;
import io.vigil.stack.Part;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.internals.Topic;

/** What the brokers say of each other: who leads what, and who has a copy that is complete. */
record BrokerCluster(Admin admin) {

    /** What an alarm needs on its way: the topics, and where the classifier's transactions are kept. */
    private static final List<String> OF_AN_ALARM = List.of(
            Topics.DEVICE_EVENTS,
            Topics.ALARMS,
            Topics.EVENTS,
            Topics.DEVICE_STATUS,
            Topic.TRANSACTION_STATE_TOPIC_NAME,
            Topic.GROUP_METADATA_TOPIC_NAME);

    /**
     * The broker that leads most of the partitions that an alarm needs, of those that are not the active controller: what
     * is lost with it is what it leads, and no more.
     *
     * @throws BenchException when there is no other
     */
    Part busiestLeader() {
        int controller = controllerId();
        Map<Integer, Long> led = partitions(OF_AN_ALARM)
                .map(TopicPartitionInfo::leader)
                .filter(leader -> leader != null && !leader.isEmpty() && leader.id() != controller)
                .collect(Collectors.groupingBy(Node::id, Collectors.counting()));
        return led.entrySet().stream()
                .max(Map.Entry.<Integer, Long>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(most -> Part.broker(most.getKey()))
                .orElseThrow(() -> new BenchException("no broker but the controller leads a partition"));
    }

    /** The broker that is the active controller. */
    Part activeController() {
        return Part.broker(controllerId());
    }

    /** Whether each partition that an alarm needs has a leader, and none of them this broker. */
    boolean isLedByOthersThan(Part broker) {
        return partitions(OF_AN_ALARM)
                .map(TopicPartitionInfo::leader)
                .allMatch(leader -> leader != null && !leader.isEmpty() && Part.broker(leader.id()) != broker);
    }

    /** Whether each copy of each partition is in sync. */
    boolean isInSync() {
        Collection<String> all = FaultyStack.get(
                admin.listTopics(new ListTopicsOptions().listInternal(true)).names());
        return partitions(all)
                .allMatch(partition ->
                        partition.isr().size() == partition.replicas().size());
    }

    private int controllerId() {
        return FaultyStack.get(admin.describeMetadataQuorum().quorumInfo()).leaderId();
    }

    private Stream<TopicPartitionInfo> partitions(Collection<String> topics) {
        return FaultyStack.get(admin.describeTopics(topics).allTopicNames()).values().stream()
                .flatMap(topic -> topic.partitions().stream());
    }
}
