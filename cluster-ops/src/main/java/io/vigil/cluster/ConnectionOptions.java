package io.vigil.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a command reaches the cluster. */
final class ConnectionOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--bootstrap-server",
            required = true,
            paramLabel = "HOST:PORT,…",
            description = "Brokers to ask first.")
    private String bootstrapServer;

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "A properties file for the Kafka client, for TLS and SASL.")
    private Path commandConfig;

    @Option(
            names = "--request-timeout",
            defaultValue = "PT10S",
            paramLabel = "DURATION",
            description = "For one answer of the cluster; ${DEFAULT-VALUE} by default.")
    private Duration requestTimeout;

    /**
     * A client, which the caller closes.
     *
     * @throws ParameterException if the file cannot be read, or is no configuration of a client
     */
    Admin connect() {
        Properties properties = new Properties();
        if (commandConfig != null) {
            properties.putAll(ClientProperties.read(spec, "--command-config", commandConfig));
        }
        int timeoutMs = Math.toIntExact(requestTimeout.toMillis());
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServer);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeoutMs);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1, timeoutMs / 2));
        return Admin.create(properties);
    }
}
