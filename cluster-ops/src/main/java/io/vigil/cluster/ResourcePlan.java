package io.vigil.cluster;

import io.vigil.cluster.ActualResources.ActualConfig;
import io.vigil.cluster.ActualResources.ActualTopic;
import io.vigil.cluster.ActualResources.PasswordCheck;
import io.vigil.cluster.Declaration.Grant;
import io.vigil.cluster.Declaration.Quota;
import io.vigil.cluster.Declaration.Topic;
import io.vigil.cluster.Declaration.User;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.quota.ClientQuotaEntity;

/**
 * What there is to do, so that a cluster is as it is declared.
 *
 * @param changes in the order to make them: what adds comes before what removes
 * @param kept what is there, is not declared, and is left alone; a line each
 * @param errors why it cannot be done, a line each
 */
record ResourcePlan(List<Change> changes, List<String> kept, List<String> errors) {

    ResourcePlan {
        changes = List.copyOf(changes);
        kept = List.copyOf(kept);
        errors = List.copyOf(errors);
    }

    static ResourcePlan of(Declaration declaration, ActualResources actual) {
        return new Diff(actual).of(declaration);
    }

    private static final class Diff {

        private final ActualResources actual;
        private final List<Change> changes = new ArrayList<>();
        private final List<String> kept = new ArrayList<>();
        private final List<String> errors = new ArrayList<>();

        private Diff(ActualResources actual) {
            this.actual = actual;
        }

        private ResourcePlan of(Declaration declaration) {
            configs(
                    new ConfigResource(ConfigResource.Type.BROKER, ""),
                    declaration.clusterConfigs(),
                    actual.clusterConfigs());
            declaration.topics().forEach(this::topic);
            declaration.users().forEach(this::user);
            declaration.quotas().forEach(this::quota);
            declaration.acls().forEach(this::grantMissing);
            declaration.acls().forEach(this::revokeSurplus);
            declaration.aclsAbsent().forEach(principal -> revoke(principal, Set.of()));
            declaration.usersAbsent().forEach(this::deleteUser);
            declaration.topicsAbsent().stream()
                    .filter(actual.topics()::containsKey)
                    .forEach(topic -> changes.add(new Change.DeleteTopic(topic)));
            return new ResourcePlan(changes, kept, errors);
        }

        private void topic(Topic topic) {
            ActualTopic found = actual.topics().get(topic.name());
            int replicas = topic.replicationFactor();
            boolean isAsWide = found != null && found.replicationFactors().equals(Set.of(replicas));
            if (!isAsWide && replicas > actual.brokers()) {
                errors.add("topic " + topic.name() + ": replicationFactor " + replicas
                        + " is more than there are brokers, " + actual.brokers());
            }
            if (found == null) {
                changes.add(new Change.CreateTopic(topic));
                return;
            }
            if (!isAsWide) {
                errors.add("topic " + topic.name() + ": it has replicationFactor "
                        + new TreeSet<>(found.replicationFactors())
                                .stream().map(String::valueOf).collect(Collectors.joining(" and "))
                        + ", declared is " + replicas + ": that is the job of a reassignment");
            }
            if (topic.partitions() < found.partitions()) {
                errors.add("topic " + topic.name() + ": it has " + found.partitions() + " partitions, declared are "
                        + topic.partitions() + ": they can only grow");
            } else if (topic.partitions() > found.partitions()) {
                changes.add(new Change.GrowTopic(topic.name(), found.partitions(), topic.partitions()));
            }
            configs(new ConfigResource(ConfigResource.Type.TOPIC, topic.name()), topic.configs(), found.configs());
        }

        private void configs(
                ConfigResource resource, Map<String, Optional<String>> declared, Map<String, ActualConfig> found) {
            declared.forEach((name, value) -> {
                Optional<ActualConfig> now = Optional.ofNullable(found.get(name));
                boolean same = value.map(
                                text -> now.filter(config -> config.is(text)).isPresent())
                        .orElse(now.isEmpty());
                if (!same) {
                    changes.add(new Change.SetConfig(resource, name, value));
                }
            });
            String whose = resource.type() == ConfigResource.Type.TOPIC ? "topic " + resource.name() : "cluster";
            new TreeMap<>(found).forEach((name, config) -> {
                if (!declared.containsKey(name)) {
                    kept.add("kept " + whose + " config " + name + "=" + config.value());
                }
            });
        }

        private void user(User user) {
            Integer iterations =
                    actual.users().getOrDefault(user.name(), Map.of()).get(ScramMechanism.SCRAM_SHA_512);
            if (iterations == null) {
                changes.add(new Change.CreateUser(user));
                return;
            }
            PasswordCheck password = actual.passwords().getOrDefault(user.name(), PasswordCheck.NOT_CHECKED);
            if (password == PasswordCheck.NOT_CHECKED) {
                kept.add("kept password of user " + user.name() + ": it was not checked");
            } else if (password == PasswordCheck.DIFFERENT || !iterations.equals(user.iterations())) {
                changes.add(new Change.SetPassword(user));
            }
        }

        private void deleteUser(String user) {
            new TreeMap<>(actual.users().getOrDefault(user, Map.of()))
                    .keySet()
                    .forEach(mechanism -> changes.add(new Change.DeleteUser(user, mechanism)));
        }

        private void quota(Quota quota) {
            Map<String, String> names = new HashMap<>();
            quota.entity().forEach((kind, name) -> names.put(kind, name.orElse(null)));
            ClientQuotaEntity entity = new ClientQuotaEntity(names);
            Map<String, Double> found = actual.quotas().getOrDefault(entity, Map.of());
            quota.limits().forEach((limit, value) -> {
                if (!value.equals(Optional.ofNullable(found.get(limit)))) {
                    changes.add(new Change.SetQuota(entity, limit, value));
                }
            });
            new TreeMap<>(found).forEach((limit, value) -> {
                if (!quota.limits().containsKey(limit)) {
                    kept.add("kept quota " + Change.SetQuota.name(entity) + " " + limit + "="
                            + Change.SetQuota.plain(value));
                }
            });
        }

        private void grantMissing(Grant grant) {
            bindings(grant).stream()
                    .filter(acl -> !actual.acls().contains(acl))
                    .forEach(acl -> changes.add(new Change.AddAcl(acl)));
        }

        private void revokeSurplus(Grant grant) {
            revoke(grant.principal(), bindings(grant));
        }

        private void revoke(String principal, Set<AclBinding> declared) {
            actual.acls().stream()
                    .filter(acl -> acl.entry().principal().equals(principal) && !declared.contains(acl))
                    .sorted(Comparator.comparing(Change.AddAcl::name))
                    .forEach(acl -> changes.add(new Change.RemoveAcl(acl)));
        }

        private static Set<AclBinding> bindings(Grant grant) {
            return grant.rules().stream()
                    .flatMap(rule -> rule.bindings(grant.principal()))
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }
    }
}
