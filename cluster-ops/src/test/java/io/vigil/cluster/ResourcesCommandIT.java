package io.vigil.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigil.cluster.ActualResources.PasswordCheck;
import io.vigil.cluster.Declaration.User;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Against a real broker, which all tests share: each has topics and users of its own. */
class ResourcesCommandIT {

    @TempDir
    static Path folder;

    private static SecuredKafka kafka;
    private static Admin admin;

    @BeforeAll
    static void start() throws Exception {
        kafka = SecuredKafka.start(folder);
        admin = kafka.admin();
        Files.writeString(folder.resolve("users.properties"), """
                security.protocol=SASL_PLAINTEXT
                sasl.mechanism=SCRAM-SHA-512
                """);
    }

    @AfterAll
    static void stop() {
        if (kafka != null) {
            admin.close();
            kafka.close();
        }
    }

    @Test
    void changesNothingTheSecondTime() throws Exception {
        String declared = """
                {"topics": [{"name": "alarms", "partitions": 2, "replicationFactor": 1,
                             "configs": {"retention.ms": 86400000, "cleanup.policy": "compact, delete"}}],
                 "cluster_configs": {"message.max.bytes": 2000000},
                 "users": [{"name": "classifier", "password": "s3cret-one"}],
                 "quotas": [{"entity": {"user": "classifier", "client-id": null}, "limits": {"producer_byte_rate": 1048576}}],
                 "acls": [{"principal": "User:classifier", "rules": [
                    {"resource_type": "topic", "name": "alarms", "operations": ["read", "describe"]},
                    {"resource_type": "group", "name": "classifier-", "pattern_type": "prefixed", "operations": ["read"]},
                    {"resource_type": "cluster", "operations": ["idempotent_write"], "permission": "deny",
                     "host": "10.0.0.1"}]}]}
                """;

        Run plan = run("plan", declared);
        Run first = run("apply", declared);
        Run second = run("apply", declared);

        assertThat(first.lines()).isEqualTo(plan.lines());
        assertThat(first.lines())
                .containsExactly(
                        "set cluster config message.max.bytes=2000000",
                        "create topic alarms partitions=2 replicationFactor=1 cleanup.policy=compact, delete retention.ms=86400000",
                        "create user classifier",
                        "set quota client-id=<default> user=classifier producer_byte_rate=1048576",
                        "add acl User:classifier ALLOW READ on topic alarms (literal)",
                        "add acl User:classifier ALLOW DESCRIBE on topic alarms (literal)",
                        "add acl User:classifier ALLOW READ on group classifier- (prefixed)",
                        "add acl User:classifier DENY IDEMPOTENT_WRITE on cluster kafka-cluster (literal) from 10.0.0.1",
                        "changes: 8");
        assertThat(second).isEqualTo(new Run(0, List.of("changes: 0"), ""));
    }

    @Test
    void aChangedPasswordIsOneChange() throws Exception {
        String declared = """
                {"users": [{"name": "api", "password": "%s"}, {"name": "monitor", "password": "stays"}]}
                """;
        setUp(declared.formatted("before"));

        Run changed = run("apply", declared.formatted("after"));
        Run again = run("apply", declared.formatted("after"));

        assertThat(changed).isEqualTo(new Run(0, List.of("set password of user api", "changes: 1"), ""));
        assertThat(again.lines()).containsExactly("changes: 0");
        assertThat(login().check(new User("api", "before", null))).isEqualTo(PasswordCheck.DIFFERENT);
    }

    @Test
    void otherIterationsAreAChangeOfThePassword() throws Exception {
        setUp("""
                {"users": [{"name": "slow", "password": "same"}]}""");

        Run changed = run("apply", """
                {"users": [{"name": "slow", "password": "same", "iterations": 4096}]}""");

        assertThat(changed.lines()).containsExactly("set password of user slow", "changes: 1");
    }

    @Test
    void takesAPasswordOfAnyCharacters() throws Exception {
        String declared = """
                {"users": [{"name": "odd \\"one\\", a=b", "password": "q\\" b\\\\ ; nl\\n 'ü' \\\\n $x #"}]}
                """;

        Run first = run("apply", declared);
        Run second = run("apply", declared);

        assertThat(first).isEqualTo(new Run(0, List.of("create user odd \"one\", a=b", "changes: 1"), ""));
        assertThat(second).isEqualTo(new Run(0, List.of("changes: 0"), ""));
    }

    @Test
    void leavesAPasswordAloneThatItCannotTry() throws Exception {
        setUp("""
                {"users": [{"name": "untried", "password": "before"}]}""");

        Run unchecked = runWith(List.of(), "apply", """
                {"users": [{"name": "untried", "password": "after"}]}""");

        assertThat(unchecked.lines())
                .containsExactly("kept password of user untried: it was not checked", "changes: 0");
        assertThat(login().check(new User("untried", "before", null))).isEqualTo(PasswordCheck.SAME);
    }

    @Test
    void changesNothingWhenThePasswordCannotBeTried() throws Exception {
        setUp("""
                {"users": [{"name": "unreached", "password": "before"}]}""");
        List<String> nobody =
                List.of("--scram-check-bootstrap", "127.0.0.1:1", "--scram-check-config", usersProperties());

        Run failed = runWith(nobody, "apply", """
                {"users": [{"name": "unreached", "password": "after"}, {"name": "unreached-2", "password": "x"}]}""");

        assertThat(failed.exit()).isEqualTo(1);
        assertThat(failed.lines()).isEmpty();
        assertThat(failed.errors()).contains("the cluster cannot be asked: TimeoutException");
        assertThat(admin.describeUserScramCredentials().all().get()).doesNotContainKey("unreached-2");
    }

    @Test
    void refusesToTryPasswordsWhereNoneIsNeeded() throws Exception {
        Path open = Files.writeString(folder.resolve("open.properties"), "security.protocol=PLAINTEXT");
        List<String> options =
                List.of("--scram-check-bootstrap", kafka.bootstrap(), "--scram-check-config", open.toString());

        Run refused = runWith(options, "plan", "{}");

        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.errors()).contains("security.protocol must be SASL_SSL or SASL_PLAINTEXT");
    }

    @Test
    void removesSurplusPermissionsOfDeclaredPrincipalsOnly() throws Exception {
        AclBinding surplus = read("User:declared", "surplus");
        AclBinding absent = read("User:absent", "surplus");
        AclBinding other = read("User:other", "surplus");
        admin.createAcls(List.of(surplus, absent, other)).all().get();

        Run removed = run("apply", """
                {"acls": [{"principal": "User:declared", "rules": [
                    {"resource_type": "topic", "name": "wanted", "operations": ["read"]}]}],
                 "acls_absent": ["User:absent"]}
                """);

        assertThat(removed)
                .isEqualTo(new Run(
                        0,
                        List.of(
                                "add acl User:declared ALLOW READ on topic wanted (literal)",
                                "remove acl User:declared ALLOW READ on topic surplus (literal)",
                                "remove acl User:absent ALLOW READ on topic surplus (literal)",
                                "changes: 3"),
                        ""));
        assertThat(admin.describeAcls(AclBindingFilter.ANY).values().get())
                .contains(read("User:declared", "wanted"), other)
                .doesNotContain(surplus, absent);
    }

    @Test
    void changesNothingIfATopicWouldShrinkOrBeWiderThanTheCluster() throws Exception {
        setUp("""
                {"topics": [{"name": "wide", "partitions": 3, "replicationFactor": 1}]}""");

        Run refused = run("apply", """
                {"topics": [{"name": "wide", "partitions": 2, "replicationFactor": 1},
                            {"name": "fine", "partitions": 1, "replicationFactor": 1},
                            {"name": "three-copies", "partitions": 1, "replicationFactor": 3}]}
                """);

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.lines()).isEmpty();
        assertThat(refused.errors()).isEqualTo("""
                topic wide: it has 3 partitions, declared are 2: they can only grow
                topic three-copies: replicationFactor 3 is more than there are brokers, 1
                """);
        assertThat(admin.listTopics().names().get()).contains("wide").doesNotContain("fine", "three-copies");
    }

    @Test
    void changesNothingIfTheClusterWouldRefuseAConfig() throws Exception {
        Run refused = run("apply", """
                {"topics": [{"name": "sound", "partitions": 1, "replicationFactor": 1},
                            {"name": "unsound", "partitions": 1, "replicationFactor": 1, "configs": {"no.such": "x"}}]}
                """);

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.errors()).contains("cannot create topic unsound").contains("no.such");
        assertThat(admin.listTopics().names().get()).doesNotContain("sound", "unsound");
    }

    @Test
    void growsATopicSetsWhatDiffersAndKeepsWhatIsNotDeclared() throws Exception {
        setUp("""
                {"topics": [{"name": "events", "partitions": 1, "replicationFactor": 1,
                             "configs": {"retention.ms": "1000000", "segment.ms": "500000", "max.message.bytes": 1000}}]}""");

        Run changed = run("apply", """
                {"topics": [{"name": "events", "partitions": 2, "replicationFactor": 1,
                             "configs": {"retention.ms": "2000000", "segment.ms": null}}]}""");

        assertThat(changed.lines())
                .containsExactly(
                        "kept topic events config max.message.bytes=1000",
                        "grow topic events partitions=2 (from 1)",
                        "set topic events config retention.ms=2000000",
                        "remove topic events config segment.ms",
                        "changes: 3");
    }

    @Test
    void deletesWhatIsToBeAbsent() throws Exception {
        setUp("""
                {"topics": [{"name": "old", "partitions": 1, "replicationFactor": 1}],
                 "users": [{"name": "old", "password": "x"}],
                 "quotas": [{"entity": {"user": "old"}, "limits": {"consumer_byte_rate": 1500}}]}""");
        String absent = """
                {"topics_absent": ["old"], "users_absent": ["old"],
                 "quotas": [{"entity": {"user": "old"}, "limits": {"consumer_byte_rate": null}}]}""";

        Run deleted = run("apply", absent);
        Run again = run("apply", absent);

        assertThat(deleted.lines())
                .containsExactly(
                        "remove quota user=old consumer_byte_rate",
                        "delete user old (SCRAM-SHA-512)",
                        "delete topic old",
                        "changes: 3");
        assertThat(again.lines()).containsExactly("changes: 0");
    }

    @Test
    void namesTheKeyThatItDoesNotKnow() throws Exception {
        Run refused = run("apply", """
                {"topics": [{"name": "typo", "partitions": 1, "replicationFactor": 1, "config": {}}]}""");

        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.lines()).isEmpty();
        assertThat(refused.errors()).contains("topics[0].config: unknown key");
    }

    @Test
    void describesWhatIsThereAsADeclarationThatChangesNothing() throws Exception {
        setUp("""
                {"topics": [{"name": "described", "partitions": 2, "replicationFactor": 1,
                             "configs": {"cleanup.policy": "compact, delete"}}],
                 "users": [{"name": "described", "password": "s3cret-described"}],
                 "quotas": [{"entity": {"user": "described", "client-id": null}, "limits": {"producer_byte_rate": 1048576}}],
                 "acls": [{"principal": "User:described", "rules": [
                    {"resource_type": "topic", "name": "described", "operations": ["read", "describe"]},
                    {"resource_type": "group", "name": "described-", "pattern_type": "prefixed", "operations": ["read"]},
                    {"resource_type": "cluster", "operations": ["idempotent_write"], "permission": "deny",
                     "host": "10.0.0.1"}]}]}
                """);
        admin.alterConsumerGroupOffsets(
                        "described-group", Map.of(new TopicPartition("described", 1), new OffsetAndMetadata(0)))
                .all()
                .get();

        StringWriter out = new StringWriter();
        int exit = ClusterMain.commandLine()
                .setOut(new PrintWriter(out))
                .execute("describe", "--bootstrap-server", kafka.bootstrap());

        assertThat(exit).isZero();
        assertThat(out.toString()).doesNotContain("s3cret");
        JsonNode described = new ObjectMapper().readTree(out.toString());
        assertThat(described.at("/users").toString()).contains("\"described\"");
        assertThat(described.at("/offsets/described-group").toString()).isEqualTo("{\"described-1\":0}");
        assertThat(described.at("/resources/topics").findValuesAsText("name"))
                .contains("described")
                .noneMatch(name -> name.startsWith("__"));
        assertThat(run("plan", described.get("resources").toString())).isEqualTo(new Run(0, List.of("changes: 0"), ""));
    }

    private record Run(int exit, List<String> lines, String errors) {}

    private static Run run(String action, String declared) throws IOException {
        return runWith(
                List.of("--scram-check-bootstrap", kafka.scramBootstrap(), "--scram-check-config", usersProperties()),
                action,
                declared);
    }

    private static void setUp(String declared) throws IOException {
        assertThat(run("apply", declared).errors()).isEmpty();
    }

    private static Run runWith(List<String> options, String action, String declared) throws IOException {
        Path file = Files.writeString(folder.resolve("declared.json"), declared);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command =
                ClusterMain.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        List<String> arguments = new ArrayList<>(
                List.of("resources", action, "--file", file.toString(), "--bootstrap-server", kafka.bootstrap()));
        arguments.addAll(options);
        int exit = command.execute(arguments.toArray(String[]::new));
        // The broker's own setting, which the first test leaves.
        Stream<String> lines = out.toString().lines().filter(line -> !line.startsWith("kept cluster config"));
        return new Run(exit, lines.toList(), err.toString());
    }

    private static ScramLogin login() {
        Properties properties = new Properties();
        properties.putAll(Map.of("security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", "SCRAM-SHA-512"));
        return new ScramLogin(kafka.scramBootstrap(), properties);
    }

    private static String usersProperties() {
        return folder.resolve("users.properties").toString();
    }

    private static AclBinding read(String principal, String topic) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntry(principal, "*", AclOperation.READ, AclPermissionType.ALLOW));
    }
}
