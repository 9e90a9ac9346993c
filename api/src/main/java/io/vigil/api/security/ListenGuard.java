package io.vigil.api.security;

import java.net.InetAddress;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.core.env.Environment;

/** Keeps an API that is open to everybody on this machine. */
final class ListenGuard {

    private static final int MAX_PORT = 65_535;

    private static final String RULE = """
            must be a loopback address such as 127.0.0.1 while no authentication is configured. To listen elsewhere, set \
            spring.security.oauth2.resourceserver.jwt.issuer-uri (or jwk-set-uri), or \
            vigil.security.api-keys[0].name, .sha256 and .scopes ('vigil api new-key' makes one)""";

    private ListenGuard() {}

    /**
     * Looks where the API is about to listen.
     *
     * @throws InvalidConfigurationPropertyValueException if it cannot, or if others could reach it without
     *     authentication
     */
    static void check(AccessMode mode, ServerProperties server, Environment environment) {
        Integer port = server.getPort();
        if (port != null && (port < 0 || port > MAX_PORT)) {
            throw new InvalidConfigurationPropertyValueException(
                    "server.port", port, "must be a port up to " + MAX_PORT + ", or 0 for a free one");
        }
        if (mode == AccessMode.TOKEN) {
            return;
        }
        requireLoopback("server.address", server.getAddress());
        // A port of its own may also have an address of its own.
        if (ManagementPortType.get(environment) == ManagementPortType.DIFFERENT) {
            String name = "management.server.address";
            requireLoopback(name, environment.getProperty(name, InetAddress.class));
        }
    }

    private static void requireLoopback(String name, InetAddress address) {
        if (address == null || !address.isLoopbackAddress()) {
            String value = address == null ? "all addresses" : address.getHostAddress();
            throw new InvalidConfigurationPropertyValueException(name, value, RULE);
        }
    }
}
