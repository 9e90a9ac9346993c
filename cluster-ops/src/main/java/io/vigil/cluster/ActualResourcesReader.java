package io.vigil.cluster;

import io.vigil.cluster.ActualResources.ActualConfig;
import io.vigil.cluster.ActualResources.ActualTopic;
import io.vigil.cluster.ActualResources.PasswordCheck;
import io.vigil.cluster.Declaration.Topic;
import io.vigil.cluster.Declaration.User;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;

/** Reads what a cluster has of what is declared. */
final class ActualResourcesReader {

    private final Admin admin;
    private final PasswordProbe probe;

    /**
     * @param admin connected to brokers; its owner closes it
     * @param probe tells whether a password is a user's
     */
    ActualResourcesReader(Admin admin, PasswordProbe probe) {
        this.admin = admin;
        this.probe = probe;
    }

    /**
     * @throws ExecutionException if the cluster does not answer, or refuses to
     * @throws InterruptedException if the thread is asked to stop
     */
    ActualResources read(Declaration declaration) throws ExecutionException, InterruptedException {
        Map<String, Map<ScramMechanism, Integer>> users = users();
        Set<String> there = topicNames();
        return new ActualResources(
                admin.describeCluster().nodes().get().size(),
                topics(Stream.concat(
                                declaration.topics().stream().map(Topic::name), declaration.topicsAbsent().stream())
                        .filter(there::contains)
                        .toList()),
                configs(clusterConfigs(), ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG),
                users,
                passwords(declaration.users(), users),
                quotas(),
                declaration.acls().isEmpty() && declaration.aclsAbsent().isEmpty() ? Set.of() : acls());
    }

    /**
     * Reads all that can be declared, but for passwords, and for topics that are Kafka's own.
     *
     * @throws ExecutionException if the cluster does not answer, or refuses to
     * @throws InterruptedException if the thread is asked to stop
     */
    ActualResources readAll() throws ExecutionException, InterruptedException {
        return new ActualResources(
                admin.describeCluster().nodes().get().size(),
                topics(topicNames().stream()
                        .filter(name -> !name.startsWith("__"))
                        .toList()),
                configs(clusterConfigs(), ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG),
                users(),
                Map.of(),
                quotas(),
                acls());
    }

    private Set<String> topicNames() throws ExecutionException, InterruptedException {
        return admin.listTopics(new ListTopicsOptions().listInternal(true))
                .names()
                .get();
    }

    private Map<String, ActualTopic> topics(List<String> names) throws ExecutionException, InterruptedException {
        List<ConfigResource> resources = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        Map<String, TopicDescription> descriptions =
                admin.describeTopics(names).allTopicNames().get();
        Map<String, ActualTopic> topics = new HashMap<>();
        for (Map.Entry<ConfigResource, Config> entry :
                admin.describeConfigs(resources).all().get().entrySet()) {
            String name = entry.getKey().name();
            TopicDescription description = descriptions.get(name);
            topics.put(
                    name,
                    new ActualTopic(
                            description.partitions().size(),
                            description.partitions().stream()
                                    .map(partition -> partition.replicas().size())
                                    .collect(Collectors.toSet()),
                            configs(entry.getValue(), ConfigSource.DYNAMIC_TOPIC_CONFIG)));
        }
        return topics;
    }

    private Config clusterConfigs() throws ExecutionException, InterruptedException {
        ConfigResource all = new ConfigResource(ConfigResource.Type.BROKER, "");
        return admin.describeConfigs(List.of(all)).all().get().get(all);
    }

    private static Map<String, ActualConfig> configs(Config config, ConfigSource source) {
        return config.entries().stream()
                .filter(entry -> entry.source() == source)
                .collect(Collectors.toMap(ConfigEntry::name, ActualConfig::of));
    }

    private Map<String, Map<ScramMechanism, Integer>> users() throws ExecutionException, InterruptedException {
        Map<String, Map<ScramMechanism, Integer>> users = new HashMap<>();
        admin.describeUserScramCredentials()
                .all()
                .get()
                .forEach((name, description) -> users.put(
                        name,
                        description.credentialInfos().stream()
                                .collect(Collectors.toMap(
                                        ScramCredentialInfo::mechanism, ScramCredentialInfo::iterations))));
        return users;
    }

    private Map<String, PasswordCheck> passwords(List<User> declared, Map<String, Map<ScramMechanism, Integer>> users)
            throws ExecutionException, InterruptedException {
        Map<String, PasswordCheck> passwords = new HashMap<>();
        Predicate<User> isThere =
                user -> users.getOrDefault(user.name(), Map.of()).containsKey(ScramMechanism.SCRAM_SHA_512);
        for (User user : declared.stream().filter(isThere).toList()) {
            passwords.put(user.name(), probe.check(user));
        }
        return passwords;
    }

    private Map<ClientQuotaEntity, Map<String, Double>> quotas() throws ExecutionException, InterruptedException {
        return admin.describeClientQuotas(ClientQuotaFilter.all()).entities().get();
    }

    private Set<AclBinding> acls() throws ExecutionException, InterruptedException {
        return Set.copyOf(admin.describeAcls(AclBindingFilter.ANY).values().get());
    }
}
