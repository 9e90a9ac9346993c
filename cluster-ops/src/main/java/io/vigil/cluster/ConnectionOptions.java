package io.vigil.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a command reaches the cluster. */
final class ConnectionOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--bootstrap-server", paramLabel = "HOST:PORT,…", description = "Brokers to ask first.")
    private String bootstrapServer;

    @Option(
            names = "--bootstrap-controller",
            paramLabel = "HOST:PORT,…",
            description = "Controllers to ask of the quorum; without --bootstrap-server nothing else is asked.")
    private String bootstrapController;

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
     * A client of the brokers, which the caller closes.
     *
     * @throws ParameterException if no broker is given, or the file cannot be read
     */
    Admin connect() {
        if (bootstrapServer == null) {
            throw new ParameterException(spec.commandLine(), "Missing required option: '--bootstrap-server'");
        }
        return client(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServer);
    }

    /**
     * A reader of what can be reached, which the caller closes.
     *
     * @throws ParameterException if nobody to ask is given, or the file cannot be read
     */
    ClusterReader reader() {
        if (bootstrapServer == null && bootstrapController == null) {
            throw new ParameterException(
                    spec.commandLine(), "--bootstrap-server or --bootstrap-controller is needed, or both");
        }
        if (bootstrapController == null) {
            return new ClusterReader(connect());
        }
        Admin controllers = client(AdminClientConfig.BOOTSTRAP_CONTROLLERS_CONFIG, bootstrapController);
        try {
            return bootstrapServer == null
                    ? ClusterReader.ofControllers(controllers)
                    : ClusterReader.of(connect(), controllers);
        } catch (KafkaException e) {
            controllers.close(Duration.ZERO);
            throw e;
        }
    }

    private Admin client(String bootstrapConfig, String bootstrap) {
        Properties properties = new Properties();
        if (commandConfig != null) {
            properties.putAll(ClientProperties.read(spec, "--command-config", commandConfig));
        }
        int timeoutMs = Math.toIntExact(requestTimeout.toMillis());
        properties.put(bootstrapConfig, bootstrap);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeoutMs);
        // A frozen node still takes connections. There must be time left to ask another one.
        int attemptMs = Math.max(1, timeoutMs / 4);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, attemptMs);
        properties.put(AdminClientConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, attemptMs);
        properties.put(AdminClientConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG, attemptMs);
        return Admin.create(properties);
    }
}
