package io.vigil.cluster;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where passwords are tried. */
final class ScramCheckOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--scram-check-bootstrap",
            paramLabel = "HOST:PORT,…",
            description =
                    "Where users log in, to try whether a password is still theirs. Without it passwords of users "
                            + "that are there are left alone.")
    private String bootstrap;

    @Option(
            names = "--scram-check-config",
            paramLabel = "FILE",
            description = "A properties file for the client that tries: security.protocol, TLS, and no user.")
    private Path config;

    /**
     * Empty if passwords are not to be tried.
     *
     * @throws ParameterException if only one of the options is given, or the file cannot be read or is of no use
     */
    Optional<ScramLogin> login() {
        if (bootstrap == null && config == null) {
            return Optional.empty();
        }
        if (bootstrap == null || config == null) {
            throw new ParameterException(
                    spec.commandLine(), "--scram-check-bootstrap and --scram-check-config need each other");
        }
        Properties properties = ClientProperties.read(spec, "--scram-check-config", config);
        // A client that needs no password would find every password right.
        check(
                properties
                        .getProperty(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "")
                        .startsWith("SASL_"),
                "security.protocol must be SASL_SSL or SASL_PLAINTEXT");
        check(
                "SCRAM-SHA-512".equals(properties.getProperty(SaslConfigs.SASL_MECHANISM)),
                "sasl.mechanism must be SCRAM-SHA-512");
        return Optional.of(new ScramLogin(bootstrap, properties));
    }

    private void check(boolean ok, String rule) {
        if (!ok) {
            throw new ParameterException(spec.commandLine(), "--scram-check-config " + config + ": " + rule);
        }
    }
}
