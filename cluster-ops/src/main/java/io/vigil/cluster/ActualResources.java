package io.vigil.cluster;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.quota.ClientQuotaEntity;

/**
 * What a cluster has of what can be declared.
 *
 * @param brokers how many take part
 * @param topics those that were asked for, if they are there
 * @param clusterConfigs of all brokers, kept by the cluster
 * @param users iterations by mechanism by name
 * @param passwords of the declared users that are there
 * @param quotas all
 * @param acls all; none if none is declared
 */
record ActualResources(
        int brokers,
        Map<String, ActualTopic> topics,
        Map<String, ActualConfig> clusterConfigs,
        Map<String, Map<ScramMechanism, Integer>> users,
        Map<String, PasswordCheck> passwords,
        Map<ClientQuotaEntity, Map<String, Double>> quotas,
        Set<AclBinding> acls) {

    ActualResources {
        topics = Map.copyOf(topics);
        clusterConfigs = Map.copyOf(clusterConfigs);
        users = Map.copyOf(users);
        passwords = Map.copyOf(passwords);
        quotas = Map.copyOf(quotas);
        acls = Set.copyOf(acls);
    }

    /** Whether a declared password is the user's. */
    enum PasswordCheck {
        SAME,
        DIFFERENT,
        NOT_CHECKED
    }

    /**
     * A topic.
     *
     * @param replicationFactors one, unless its partitions differ
     * @param configs its own
     */
    record ActualTopic(int partitions, Set<Integer> replicationFactors, Map<String, ActualConfig> configs) {

        ActualTopic {
            replicationFactors = Set.copyOf(replicationFactors);
            configs = Map.copyOf(configs);
        }
    }

    /** A value as the cluster tells it, which may be written otherwise than it was set. */
    record ActualConfig(String value, ConfigEntry.ConfigType type) {

        private static final String SECRET = "…";

        static ActualConfig of(ConfigEntry entry) {
            return new ActualConfig(
                    entry.isSensitive() || entry.value() == null ? SECRET : entry.value(), entry.type());
        }

        boolean isSecret() {
            return value.equals(SECRET);
        }

        boolean is(String declared) {
            if (declared.equals(value)) {
                return true;
            }
            if (type == ConfigEntry.ConfigType.UNKNOWN) {
                return false;
            }
            ConfigDef.Type kafkaType = ConfigDef.Type.valueOf(type.name());
            try {
                return ConfigDef.parseType("", declared, kafkaType).equals(ConfigDef.parseType("", value, kafkaType));
            } catch (ConfigException noSuchValue) {
                return false;
            }
        }
    }
}
