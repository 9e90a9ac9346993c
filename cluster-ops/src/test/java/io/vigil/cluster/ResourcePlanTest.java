package io.vigil.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigil.cluster.ActualResources.ActualConfig;
import io.vigil.cluster.ActualResources.ActualTopic;
import io.vigil.cluster.ActualResources.PasswordCheck;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigType;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Three brokers; topic events with 6 partitions and 3 replicas; user api; permissions of it and of another. */
class ResourcePlanTest {

    private static final String EVENTS = """
            {"topics": [{"name": "events", "partitions": %d, "replicationFactor": %d, "configs": {%s}}]}""";

    @Test
    void createsATopicThatIsMissing() throws Exception {
        ResourcePlan plan = plan("""
                {"topics": [{"name": "alarms", "partitions": 6, "replicationFactor": 3, "configs": {"a": null, "b": 1}}]}""");

        assertThat(lines(plan)).containsExactly("create topic alarms partitions=6 replicationFactor=3 b=1");
    }

    @Test
    void changesNothingThatIsAsDeclared() throws Exception {
        ResourcePlan plan =
                plan(EVENTS.formatted(6, 3, "\"retention.ms\": 1000, \"cleanup.policy\": \"compact, delete\""));

        assertThat(plan).isEqualTo(new ResourcePlan(List.of(), List.of(), List.of()));
    }

    @Test
    void setsAndRemovesConfigsAndTellsWhichItKeeps() throws Exception {
        ResourcePlan set = plan(EVENTS.formatted(6, 3, "\"retention.ms\": 2000, \"x\": null"));
        ResourcePlan removed = plan(EVENTS.formatted(6, 3, "\"retention.ms\": null"));

        assertThat(lines(set)).containsExactly("set topic events config retention.ms=2000");
        assertThat(lines(removed)).containsExactly("remove topic events config retention.ms");
        assertThat(removed.kept()).containsExactly("kept topic events config cleanup.policy=compact,delete");
    }

    @Test
    void setsConfigsOfTheCluster() throws Exception {
        ResourcePlan plan = plan("""
                {"cluster_configs": {"min.insync.replicas": 2}}""");

        assertThat(lines(plan)).containsExactly("set cluster config min.insync.replicas=2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            5 | 3 | topic events: it has 6 partitions, declared are 5: they can only grow
            6 | 2 | topic events: it has replicationFactor 3, declared is 2: that is the job of a reassignment
            """)
    void refusesWhatATopicCannotBecome(int partitions, int replicas, String error) throws Exception {
        assertThat(plan(EVENTS.formatted(partitions, replicas, "")).errors()).containsExactly(error);
    }

    @Test
    void refusesMoreReplicasThanBrokers() throws Exception {
        ResourcePlan plan = plan("""
                {"topics": [{"name": "alarms", "partitions": 6, "replicationFactor": 4}]}""");

        assertThat(plan.errors())
                .containsExactly("topic alarms: replicationFactor 4 is more than there are brokers, 3");
    }

    @Test
    void growsATopic() throws Exception {
        assertThat(lines(plan(EVENTS.formatted(12, 3, ""))))
                .containsExactly("grow topic events partitions=12 (from 6)");
    }

    @Test
    void deletesOnlyWhatIsThere() throws Exception {
        ResourcePlan plan = plan("""
                {"topics_absent": ["gone", "events"], "users_absent": ["gone", "api"], "acls_absent": ["User:api"]}""");

        assertThat(lines(plan))
                .containsExactly(
                        "remove acl User:api ALLOW READ on topic events (literal)",
                        "delete user api (SCRAM-SHA-512)",
                        "delete topic events");
    }

    @ParameterizedTest
    @CsvSource({"SAME, 8192, false", "DIFFERENT, 8192, true", "SAME, 4096, true", "NOT_CHECKED, 4096, false"})
    void setsAPasswordThatIsWrongOrHashedOtherwise(PasswordCheck check, int iterations, boolean set) throws Exception {
        ResourcePlan plan = ResourcePlan.of(declaration("""
                {"users": [{"name": "api", "password": "4711", "iterations": %d}]}""".formatted(iterations)), actual(check));

        assertThat(lines(plan)).isEqualTo(set ? List.of("set password of user api") : List.of());
        assertThat(plan.kept()).hasSize(check == PasswordCheck.NOT_CHECKED ? 1 : 0);
        assertThat(plan.toString()).doesNotContain("4711");
    }

    @Test
    void aUserWithAnotherMechanismOnlyIsNew() throws Exception {
        ResourcePlan plan = plan("""
                {"users": [{"name": "old-style", "password": "4711"}]}""");

        assertThat(lines(plan)).containsExactly("create user old-style");
    }

    @Test
    void setsRemovesAndKeepsLimits() throws Exception {
        ResourcePlan plan = plan("""
                {"quotas": [{"entity": {"user": "api"}, "limits": {"producer_byte_rate": null, "request_percentage": 12.5}},
                            {"entity": {"user": null}, "limits": {"consumer_byte_rate": 100}}]}""");

        assertThat(lines(plan))
                .containsExactly(
                        "remove quota user=api producer_byte_rate",
                        "set quota user=api request_percentage=12.5",
                        "set quota user=<default> consumer_byte_rate=100");
        assertThat(plan.kept()).containsExactly("kept quota user=api consumer_byte_rate=5000000");
    }

    @Test
    void givesAPrincipalExactlyItsPermissions() throws Exception {
        ResourcePlan plan = plan("""
                {"acls": [{"principal": "User:api", "rules": [
                    {"resource_type": "topic", "name": "events", "operations": ["write"]}]}]}""");

        assertThat(lines(plan))
                .containsExactly(
                        "add acl User:api ALLOW WRITE on topic events (literal)",
                        "remove acl User:api ALLOW READ on topic events (literal)");
    }

    private static ResourcePlan plan(String json) throws Exception {
        return ResourcePlan.of(declaration(json), actual(PasswordCheck.SAME));
    }

    private static List<String> lines(ResourcePlan plan) {
        assertThat(plan.errors()).isEmpty();
        return plan.changes().stream().map(Change::line).toList();
    }

    private static Declaration declaration(String json) throws Exception {
        return DeclarationReader.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static ActualResources actual(PasswordCheck password) {
        return new ActualResources(
                3,
                Map.of(
                        "events",
                        new ActualTopic(
                                6,
                                Set.of(3),
                                Map.of(
                                        "retention.ms", new ActualConfig("1000", ConfigType.LONG),
                                        "cleanup.policy", new ActualConfig("compact,delete", ConfigType.LIST)))),
                Map.of(),
                Map.of(
                        "api", Map.of(ScramMechanism.SCRAM_SHA_512, 8192),
                        "old-style", Map.of(ScramMechanism.SCRAM_SHA_256, 8192)),
                Map.of("api", password),
                Map.of(
                        new ClientQuotaEntity(Map.of("user", "api")),
                        Map.of("producer_byte_rate", 1e6, "consumer_byte_rate", 5e6)),
                Set.of(read("User:api"), read("User:other")));
    }

    private static AclBinding read(String principal) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, "events", PatternType.LITERAL),
                new AccessControlEntry(principal, "*", AclOperation.READ, AclPermissionType.ALLOW));
    }
}
