package io.vigil.cluster;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.vigil.cluster.ActualResources.ActualConfig;
import io.vigil.cluster.ActualResources.ActualTopic;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBinding;

/**
 * What a cluster holds, in words that can be kept. What is secret cannot be read back, and is not in it.
 *
 * @param resources a declaration ({@link Declaration}), without users, that asks for just what is there
 * @param users who can log in with SCRAM
 * @param offsets committed, by partition by consumer group
 */
@JsonPropertyOrder({"resources", "users", "offsets"})
record ClusterDescription(
        Resources resources, SortedSet<String> users, SortedMap<String, SortedMap<String, Long>> offsets) {

    static ClusterDescription of(
            ActualResources actual, Map<String, Map<TopicPartition, OffsetAndMetadata>> committed) {
        SortedMap<String, SortedMap<String, Long>> offsets = new TreeMap<>();
        committed.forEach((group, ofGroup) -> {
            SortedMap<String, Long> byPartition = new TreeMap<>();
            ofGroup.forEach((partition, offset) -> byPartition.put(partition.toString(), offset.offset()));
            offsets.put(group, byPartition);
        });
        return new ClusterDescription(
                Resources.of(actual), new TreeSet<>(actual.users().keySet()), offsets);
    }

    /** As {@link Declaration} reads it. */
    @JsonPropertyOrder({"topics", "cluster_configs", "quotas", "acls"})
    record Resources(
            List<Topic> topics,
            @JsonProperty("cluster_configs") SortedMap<String, String> clusterConfigs,
            List<Quota> quotas,
            List<Grant> acls) {

        private static Resources of(ActualResources actual) {
            SortedMap<String, SortedSet<AclBinding>> byPrincipal = new TreeMap<>();
            actual.acls()
                    .forEach(acl -> byPrincipal
                            .computeIfAbsent(
                                    acl.entry().principal(),
                                    principal -> new TreeSet<>(Comparator.comparing(AclBinding::toString)))
                            .add(acl));
            return new Resources(
                    new TreeMap<>(actual.topics())
                            .entrySet().stream()
                                    .map(topic -> Topic.of(topic.getKey(), topic.getValue()))
                                    .toList(),
                    values(actual.clusterConfigs()),
                    actual.quotas().entrySet().stream()
                            .map(quota ->
                                    new Quota(new TreeMap<>(quota.getKey().entries()), new TreeMap<>(quota.getValue())))
                            .sorted(Comparator.comparing(quota -> quota.entity().toString()))
                            .toList(),
                    byPrincipal.entrySet().stream()
                            .map(grant -> new Grant(
                                    grant.getKey(),
                                    grant.getValue().stream().map(Rule::of).toList()))
                            .toList());
        }
    }

    /** @param replicationFactor the larger, should its partitions differ */
    @JsonPropertyOrder({"name", "partitions", "replicationFactor", "configs"})
    record Topic(String name, int partitions, int replicationFactor, SortedMap<String, String> configs) {

        private static Topic of(String name, ActualTopic topic) {
            return new Topic(
                    name, topic.partitions(), Collections.max(topic.replicationFactors()), values(topic.configs()));
        }
    }

    /** @param entity without a name: the default of that kind */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @JsonPropertyOrder({"entity", "limits"})
    record Quota(SortedMap<String, String> entity, SortedMap<String, Double> limits) {}

    @JsonPropertyOrder({"principal", "rules"})
    record Grant(String principal, List<Rule> rules) {}

    @JsonPropertyOrder({"resource_type", "name", "pattern_type", "operations", "host", "permission"})
    record Rule(
            @JsonProperty("resource_type") String resourceType,
            String name,
            @JsonProperty("pattern_type") String patternType,
            List<String> operations,
            String host,
            String permission) {

        private static Rule of(AclBinding acl) {
            return new Rule(
                    acl.pattern().resourceType().name(),
                    acl.pattern().name(),
                    acl.pattern().patternType().name(),
                    List.of(acl.entry().operation().name()),
                    acl.entry().host(),
                    acl.entry().permissionType().name());
        }
    }

    private static SortedMap<String, String> values(Map<String, ActualConfig> configs) {
        return configs.entrySet().stream()
                .filter(config -> !config.getValue().isSecret())
                .collect(Collectors.toMap(
                        Map.Entry::getKey, config -> config.getValue().value(), (one, other) -> one, TreeMap::new));
    }
}
