package io.vigil.cluster;

import io.vigil.cluster.Declaration.Topic;
import io.vigil.cluster.Declaration.User;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterClientQuotasOptions;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigsOptions;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreatePartitionsOptions;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;

/** One thing to do, so that a cluster is as it is declared. */
sealed interface Change {

    /** What is done, in one line without a secret. */
    String line();

    /** Does it. */
    KafkaFuture<Void> apply(Admin admin);

    /** Asks the cluster whether it would do it, as far as it can be asked. */
    default KafkaFuture<Void> validate(Admin admin) {
        return KafkaFuture.completedFuture(null);
    }

    /** A change that the cluster can be asked about before. */
    sealed interface Checkable extends Change {

        KafkaFuture<Void> send(Admin admin, boolean validateOnly);

        @Override
        default KafkaFuture<Void> apply(Admin admin) {
            return send(admin, false);
        }

        @Override
        default KafkaFuture<Void> validate(Admin admin) {
            return send(admin, true);
        }
    }

    /** A new topic with all of its configs. */
    record CreateTopic(Topic topic) implements Checkable {

        @Override
        public String line() {
            return "create topic " + topic.name() + " partitions=" + topic.partitions() + " replicationFactor="
                    + topic.replicationFactor()
                    + configs().entrySet().stream()
                            .map(config -> " " + config.getKey() + "=" + config.getValue())
                            .collect(Collectors.joining());
        }

        @Override
        public KafkaFuture<Void> send(Admin admin, boolean validateOnly) {
            NewTopic created =
                    new NewTopic(topic.name(), topic.partitions(), topic.replicationFactor()).configs(configs());
            return admin.createTopics(List.of(created), new CreateTopicsOptions().validateOnly(validateOnly))
                    .all();
        }

        private Map<String, String> configs() {
            Map<String, String> configs = new TreeMap<>();
            topic.configs().forEach((name, value) -> value.ifPresent(text -> configs.put(name, text)));
            return configs;
        }
    }

    /** More partitions of a topic. */
    record GrowTopic(String topic, int from, int to) implements Checkable {

        @Override
        public String line() {
            return "grow topic " + topic + " partitions=" + to + " (from " + from + ")";
        }

        @Override
        public KafkaFuture<Void> send(Admin admin, boolean validateOnly) {
            return admin.createPartitions(
                            Map.of(topic, NewPartitions.increaseTo(to)),
                            new CreatePartitionsOptions().validateOnly(validateOnly))
                    .all();
        }
    }

    /**
     * Another value of a config, or none.
     *
     * @param resource a topic, or the brokers with an empty name
     */
    record SetConfig(ConfigResource resource, String config, Optional<String> value) implements Checkable {

        @Override
        public String line() {
            String whose = resource.type() == ConfigResource.Type.TOPIC ? "topic " + resource.name() : "cluster";
            return value.map(text -> "set " + whose + " config " + config + "=" + text)
                    .orElseGet(() -> "remove " + whose + " config " + config);
        }

        @Override
        public KafkaFuture<Void> send(Admin admin, boolean validateOnly) {
            AlterConfigOp operation = new AlterConfigOp(
                    new ConfigEntry(config, value.orElse("")),
                    value.isPresent() ? AlterConfigOp.OpType.SET : AlterConfigOp.OpType.DELETE);
            return admin.incrementalAlterConfigs(
                            Map.of(resource, List.of(operation)), new AlterConfigsOptions().validateOnly(validateOnly))
                    .all();
        }
    }

    /** The end of a topic and all that is in it. */
    record DeleteTopic(String topic) implements Change {

        @Override
        public String line() {
            return "delete topic " + topic;
        }

        @Override
        public KafkaFuture<Void> apply(Admin admin) {
            return admin.deleteTopics(List.of(topic)).all();
        }
    }

    /** A new user. */
    record CreateUser(User user) implements Change {

        @Override
        public String line() {
            return "create user " + user.name();
        }

        @Override
        public KafkaFuture<Void> apply(Admin admin) {
            return upsert(admin, user);
        }
    }

    /** Another password, or other iterations, of a user that is there. */
    record SetPassword(User user) implements Change {

        @Override
        public String line() {
            return "set password of user " + user.name();
        }

        @Override
        public KafkaFuture<Void> apply(Admin admin) {
            return upsert(admin, user);
        }
    }

    private static KafkaFuture<Void> upsert(Admin admin, User user) {
        ScramCredentialInfo info = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, user.iterations());
        return admin.alterUserScramCredentials(
                        List.of(new UserScramCredentialUpsertion(user.name(), info, user.password())))
                .all();
    }

    /** The end of a way for a user to log in. */
    record DeleteUser(String user, ScramMechanism mechanism) implements Change {

        @Override
        public String line() {
            return "delete user " + user + " (" + mechanism.mechanismName() + ")";
        }

        @Override
        public KafkaFuture<Void> apply(Admin admin) {
            return admin.alterUserScramCredentials(List.of(new UserScramCredentialDeletion(user, mechanism)))
                    .all();
        }
    }

    /** Another limit, or none. */
    record SetQuota(ClientQuotaEntity entity, String limit, Optional<Double> value) implements Checkable {

        @Override
        public String line() {
            return value.map(number -> "set quota " + name(entity) + " " + limit + "=" + plain(number))
                    .orElseGet(() -> "remove quota " + name(entity) + " " + limit);
        }

        @Override
        public KafkaFuture<Void> send(Admin admin, boolean validateOnly) {
            ClientQuotaAlteration.Op operation = new ClientQuotaAlteration.Op(limit, value.orElse(null));
            return admin.alterClientQuotas(
                            List.of(new ClientQuotaAlteration(entity, List.of(operation))),
                            new AlterClientQuotasOptions().validateOnly(validateOnly))
                    .all();
        }

        static String name(ClientQuotaEntity entity) {
            return new TreeMap<>(entity.entries())
                    .entrySet().stream()
                            .map(part ->
                                    part.getKey() + "=" + (part.getValue() == null ? "<default>" : part.getValue()))
                            .collect(Collectors.joining(" "));
        }

        static String plain(double number) {
            return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
        }
    }

    /** A permission that was missing. */
    record AddAcl(AclBinding acl) implements Change {

        @Override
        public String line() {
            return "add acl " + name(acl);
        }

        @Override
        public KafkaFuture<Void> apply(Admin admin) {
            return admin.createAcls(List.of(acl)).all();
        }

        static String name(AclBinding acl) {
            AccessControlEntry entry = acl.entry();
            return entry.principal() + " " + entry.permissionType() + " " + entry.operation() + " on "
                    + acl.pattern().resourceType().name().toLowerCase(Locale.ROOT) + " "
                    + acl.pattern().name() + " ("
                    + acl.pattern().patternType().name().toLowerCase(Locale.ROOT) + ")"
                    + (entry.host().equals("*") ? "" : " from " + entry.host());
        }
    }

    /** A permission that is not declared. */
    record RemoveAcl(AclBinding acl) implements Change {

        @Override
        public String line() {
            return "remove acl " + AddAcl.name(acl);
        }

        @Override
        public KafkaFuture<Void> apply(Admin admin) {
            return admin.deleteAcls(List.of(acl.toFilter())).all().thenApply(deleted -> null);
        }
    }
}
