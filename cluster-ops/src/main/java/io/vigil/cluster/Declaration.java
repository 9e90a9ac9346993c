package io.vigil.cluster;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How a cluster is to be. What is neither declared nor listed as absent is left alone.
 *
 * @param clusterConfigs of all brokers, kept by the cluster; an empty value removes
 * @param aclsAbsent principals that have no permission
 */
record Declaration(
        List<Topic> topics,
        @JsonProperty("topics_absent") List<String> topicsAbsent,

        @JsonProperty("cluster_configs") @JsonDeserialize(contentUsing = ScalarDeserializer.class)
        Map<String, Optional<String>> clusterConfigs,

        List<User> users,
        @JsonProperty("users_absent") List<String> usersAbsent,
        List<Quota> quotas,
        List<Grant> acls,
        @JsonProperty("acls_absent") List<String> aclsAbsent) {

    private static final int MIN_ITERATIONS = 4096;
    private static final int MAX_ITERATIONS = 16384;
    private static final int DEFAULT_ITERATIONS = 8192;

    Declaration {
        topics = Rules.listOf(topics, "topics");
        topicsAbsent = Rules.listOf(topicsAbsent, "topics_absent");
        clusterConfigs = Rules.mapOf(clusterConfigs);
        users = Rules.listOf(users, "users");
        usersAbsent = Rules.listOf(usersAbsent, "users_absent");
        quotas = Rules.listOf(quotas, "quotas");
        acls = Rules.listOf(acls, "acls");
        aclsAbsent = Rules.listOf(aclsAbsent, "acls_absent");

        List<String> topicNames = topics.stream().map(Topic::name).toList();
        Rules.unique(topicNames, "topics");
        Rules.unique(topicsAbsent, "topics_absent");
        Rules.disjoint(topicNames, topicsAbsent, "topics_absent");
        checkDeletable(topicsAbsent);
        Rules.noSecret(clusterConfigs.keySet(), "cluster_configs");
        List<String> userNames = users.stream().map(User::name).toList();
        Rules.unique(userNames, "users");
        Rules.unique(usersAbsent, "users_absent");
        Rules.disjoint(userNames, usersAbsent, "users_absent");
        Rules.unique(quotas.stream().map(Quota::entity).toList(), "quotas");
        List<String> principals = acls.stream().map(Grant::principal).toList();
        Rules.unique(principals, "acls");
        Rules.unique(aclsAbsent, "acls_absent");
        Rules.disjoint(principals, aclsAbsent, "acls_absent");
        for (int i = 0; i < aclsAbsent.size(); i++) {
            Rules.principal(aclsAbsent.get(i), "acls_absent[" + i + "]");
        }
    }

    private static void checkDeletable(List<String> topics) {
        IntStream.range(0, topics.size()).forEach(i -> {
            String field = "topics_absent[" + i + "]";
            Rules.topicName(topics.get(i), field);
            Rules.check(!topics.get(i).startsWith("__"), field, "'" + topics.get(i) + "' is Kafka's own, and is kept");
        });
    }

    /**
     * A topic.
     *
     * @param configs its own; an empty value removes
     */
    record Topic(
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) int partitions,
            @JsonProperty(required = true) short replicationFactor,

            @JsonDeserialize(contentUsing = ScalarDeserializer.class)
            Map<String, Optional<String>> configs) {

        Topic {
            Rules.topicName(name, "name");
            Rules.check(partitions > 0, "partitions", "must be 1 or more, is " + partitions);
            Rules.check(replicationFactor > 0, "replicationFactor", "must be 1 or more, is " + replicationFactor);
            configs = Rules.mapOf(configs);
            Rules.noSecret(configs.keySet(), "configs");
        }
    }

    /**
     * A user that logs in with SCRAM-SHA-512.
     *
     * @param iterations of the hash
     */
    record User(
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) String password,
            Integer iterations) {

        User {
            Rules.text(name, "name");
            Rules.text(password, "password");
            iterations = iterations == null ? DEFAULT_ITERATIONS : iterations;
            Rules.check(
                    iterations >= MIN_ITERATIONS && iterations <= MAX_ITERATIONS,
                    "iterations",
                    "must be from " + MIN_ITERATIONS + " to " + MAX_ITERATIONS + ", is " + iterations);
        }

        @Override
        public String toString() {
            return "User[name=" + name + ", password=…, iterations=" + iterations + "]";
        }
    }

    /**
     * Limits of whom they are for.
     *
     * @param entity names by kind; an empty name is the default of that kind
     * @param limits an empty one removes
     */
    record Quota(
            @JsonProperty(required = true) @JsonDeserialize(contentUsing = ScalarDeserializer.class)
            Map<String, Optional<String>> entity,

            @JsonProperty(required = true) @JsonDeserialize(contentUsing = LimitDeserializer.class)
            Map<String, Optional<Double>> limits) {

        private static final Set<String> KINDS = Set.of("user", "client-id", "ip");
        private static final Set<String> LIMITS = Set.of(
                "producer_byte_rate",
                "consumer_byte_rate",
                "request_percentage",
                "controller_mutation_rate",
                "connection_creation_rate");

        Quota {
            entity = Rules.mapOf(entity);
            limits = Rules.mapOf(limits);
            Rules.check(!entity.isEmpty(), "entity", "must not be empty");
            entity.forEach((kind, name) -> {
                Rules.check(KINDS.contains(kind), "entity." + kind, "is none of " + sorted(KINDS));
                Rules.check(name.filter(String::isEmpty).isEmpty(), "entity." + kind, "must not be empty");
            });
            Rules.check(!entity.containsKey("ip") || entity.size() == 1, "entity.ip", "must not be with another kind");
            limits.forEach((limit, value) -> {
                Rules.check(LIMITS.contains(limit), "limits." + limit, "is none of " + sorted(LIMITS));
                value.ifPresent(number -> Rules.check(number > 0, "limits." + limit, "must be above 0, is " + number));
            });
        }

        private static List<String> sorted(Set<String> names) {
            return names.stream().sorted().toList();
        }
    }

    /** All permissions of a principal. */
    record Grant(
            @JsonProperty(required = true) String principal,
            @JsonProperty(required = true) List<AclRule> rules) {

        Grant {
            Rules.principal(principal, "principal");
            rules = Rules.listOf(rules, "rules");
        }
    }
}
