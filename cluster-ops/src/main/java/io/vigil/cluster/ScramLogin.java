package io.vigil.cluster;

import io.vigil.cluster.ActualResources.PasswordCheck;
import io.vigil.cluster.Declaration.User;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;

/** Tries passwords where users log in with SCRAM-SHA-512. */
final class ScramLogin implements PasswordProbe {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final String bootstrap;
    private final Properties base;

    /** @param base how a client connects, without a user */
    ScramLogin(String bootstrap, Properties base) {
        this.bootstrap = bootstrap;
        this.base = base;
    }

    /** One for each address, since each broker learns of a new password at its own time. */
    List<ScramLogin> each() {
        return List.of(bootstrap.split(",")).stream()
                .map(address -> new ScramLogin(address.strip(), base))
                .toList();
    }

    /** Any answer other than yes or no fails: an unchanged password must not be replaced because a broker is slow. */
    @Override
    public PasswordCheck check(User user) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(properties(user))) {
            admin.describeCluster().nodes().get();
            return PasswordCheck.SAME;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SaslAuthenticationException) {
                return PasswordCheck.DIFFERENT;
            }
            if (e.getCause() instanceof AuthorizationException) {
                return PasswordCheck.SAME;
            }
            throw e;
        }
    }

    private Properties properties(User user) {
        Properties properties = new Properties();
        properties.putAll(base);
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        properties.put(SaslConfigs.SASL_JAAS_CONFIG, jaas(user));
        int timeoutMs = Math.toIntExact(TIMEOUT.toMillis());
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeoutMs);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, timeoutMs);
        return properties;
    }

    static String jaas(User user) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=" + quoted(user.name())
                + " password=" + quoted(user.password()) + ";";
    }

    /** As the client's tokenizer reads a string: a backslash escapes, and a bare line end would end it. */
    private static String quoted(String text) {
        return "\""
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                + "\"";
    }
}
