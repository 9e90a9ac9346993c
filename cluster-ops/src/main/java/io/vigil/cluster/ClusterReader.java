package io.vigil.cluster;

import io.vigil.cluster.ClusterState.Broker;
import io.vigil.cluster.ClusterState.Member;
import io.vigil.cluster.ClusterState.Partition;
import io.vigil.cluster.ClusterState.Quorum;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads a cluster's state, all of it anew each time. Every answer has the timeout that the client was made with. */
final class ClusterReader implements AutoCloseable {

    private final Optional<Admin> brokers;
    private final Admin controllers;

    private ClusterReader(Optional<Admin> brokers, Admin controllers) {
        this.brokers = brokers;
        this.controllers = controllers;
    }

    /** @param brokers are asked of the quorum, too; closed with this */
    ClusterReader(Admin brokers) {
        this(Optional.of(brokers), brokers);
    }

    /**
     * @param brokers closed with this
     * @param controllers are asked of the quorum; closed with this
     */
    static ClusterReader of(Admin brokers, Admin controllers) {
        return new ClusterReader(Optional.of(brokers), controllers);
    }

    /** @param controllers know no topics, so that only the quorum is read; closed with this */
    static ClusterReader ofControllers(Admin controllers) {
        return new ClusterReader(Optional.empty(), controllers);
    }

    /** Does not wait for answers that are on their way. */
    @Override
    public void close() {
        brokers.ifPresent(admin -> admin.close(Duration.ZERO));
        controllers.close(Duration.ZERO);
    }

    /**
     * @throws ExecutionException if the cluster does not answer, or refuses to
     * @throws InterruptedException if the thread is asked to stop
     */
    ClusterState read() throws ExecutionException, InterruptedException {
        Quorum quorum = quorum(controllers.describeMetadataQuorum().quorumInfo().get());
        return brokers.isPresent() ? read(brokers.get(), quorum) : new ClusterState(Map.of(), List.of(), quorum);
    }

    /**
     * Which features could be raised, a line each.
     *
     * @throws ExecutionException if the cluster does not answer, or refuses to
     * @throws InterruptedException if the thread is asked to stop
     */
    List<String> behindFeatures() throws ExecutionException, InterruptedException {
        FeatureMetadata features =
                brokers.orElse(controllers).describeFeatures().featureMetadata().get();
        return features.supportedFeatures().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(supported -> {
                    FinalizedVersionRange finalized =
                            features.finalizedFeatures().get(supported.getKey());
                    int level = finalized == null ? 0 : finalized.maxVersionLevel();
                    int highest = supported.getValue().maxVersion();
                    return level == highest
                            ? Stream.empty()
                            : Stream.of("feature " + supported.getKey() + " is at level " + level
                                    + ", the software supports " + highest);
                })
                .toList();
    }

    private static ClusterState read(Admin admin, Quorum quorum) throws ExecutionException, InterruptedException {
        Collection<Node> nodes = admin.describeCluster(new DescribeClusterOptions().includeFencedBrokers(true))
                .nodes()
                .get();
        Map<Integer, Broker> brokers = brokers(admin, nodes);
        Collection<String> topics = admin.listTopics(new ListTopicsOptions().listInternal(true))
                .names()
                .get();
        Map<String, TopicDescription> descriptions =
                admin.describeTopics(topics).allTopicNames().get();
        Map<String, Integer> minIsr = minIsr(admin, topics);
        List<Partition> partitions = new ArrayList<>();
        descriptions.forEach((topic, description) -> description
                .partitions()
                .forEach(partition -> partitions.add(partition(topic, partition, minIsr.get(topic)))));
        return new ClusterState(brokers, partitions, quorum);
    }

    /** Each is asked for something that only it can answer, all at once. */
    private static Map<Integer, Broker> brokers(Admin admin, Collection<Node> nodes) throws InterruptedException {
        Map<Node, KafkaFuture<Config>> answers = new HashMap<>();
        for (Node node : nodes) {
            if (!node.isFenced()) {
                ConfigResource itself = new ConfigResource(ConfigResource.Type.BROKER, node.idString());
                answers.put(
                        node, admin.describeConfigs(List.of(itself)).values().get(itself));
            }
        }
        Map<Integer, Broker> brokers = new HashMap<>();
        for (Node node : nodes) {
            boolean answered = answers.containsKey(node) && answered(answers.get(node));
            brokers.put(node.id(), new Broker(node.id(), node.isFenced(), answered, node.hasRack() ? node.rack() : ""));
        }
        return brokers;
    }

    private static boolean answered(KafkaFuture<Config> answer) throws InterruptedException {
        try {
            answer.get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TimeoutException || e.getCause() instanceof DisconnectException) {
                return false;
            }
            throw new KafkaException(e.getCause());
        }
    }

    private static Map<String, Integer> minIsr(Admin admin, Collection<String> topics)
            throws ExecutionException, InterruptedException {
        List<ConfigResource> resources = topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        Map<String, Integer> minIsr = new HashMap<>();
        for (Map.Entry<ConfigResource, Config> entry :
                admin.describeConfigs(resources).all().get().entrySet()) {
            String value = entry.getValue()
                    .get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG)
                    .value();
            minIsr.put(entry.getKey().name(), Integer.parseInt(value));
        }
        return minIsr;
    }

    private static Partition partition(String topic, TopicPartitionInfo info, int minIsr) {
        return new Partition(
                topic,
                info.partition(),
                info.replicas().stream().map(Node::id).toList(),
                info.isr().stream().map(Node::id).collect(Collectors.toSet()),
                info.leader() == null || info.leader().isEmpty()
                        ? OptionalInt.empty()
                        : OptionalInt.of(info.leader().id()),
                minIsr);
    }

    private static Quorum quorum(QuorumInfo info) {
        List<QuorumInfo.ReplicaState> all = new ArrayList<>(info.voters());
        all.addAll(info.observers());
        // The leader's is the time of its answer; the others' are compared with that, so no clock but the leader's
        // counts.
        OptionalLong now = all.stream()
                .filter(replica -> replica.replicaId() == info.leaderId())
                .map(QuorumInfo.ReplicaState::lastCaughtUpTimestamp)
                .findFirst()
                .orElse(OptionalLong.empty());
        return new Quorum(
                info.leaderId() < 0 ? OptionalInt.empty() : OptionalInt.of(info.leaderId()),
                info.voters().stream().map(replica -> member(replica, now)).toList(),
                info.observers().stream().map(replica -> member(replica, now)).toList());
    }

    private static Member member(QuorumInfo.ReplicaState replica, OptionalLong now) {
        OptionalLong caughtUp = replica.lastCaughtUpTimestamp();
        boolean known = now.isPresent() && caughtUp.isPresent() && caughtUp.getAsLong() > 0;
        return new Member(
                replica.replicaId(),
                known ? OptionalLong.of(Math.max(0, now.getAsLong() - caughtUp.getAsLong())) : OptionalLong.empty());
    }
}
