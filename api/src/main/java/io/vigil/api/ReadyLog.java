package io.vigil.api;

import io.vigil.api.security.AccessMode;
import java.net.InetAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/** Says where the page is, as soon as it is there. */
@Component
final class ReadyLog {

    private static final Logger LOG = LoggerFactory.getLogger(ReadyLog.class);

    private final ServerProperties server;
    private final AccessMode mode;

    ReadyLog(ServerProperties server, AccessMode mode) {
        this.server = server;
        this.mode = mode;
    }

    @EventListener
    void ready(ApplicationReadyEvent event) {
        if (event.getApplicationContext() instanceof WebServerApplicationContext context) {
            LOG.info(
                    "page={} authentication={}",
                    UriComponentsBuilder.newInstance()
                            .scheme(server.getSsl() != null && server.getSsl().isEnabled() ? "https" : "http")
                            .host(host(server.getAddress()))
                            .port(context.getWebServer().getPort())
                            .path("/")
                            .toUriString(),
                    mode.authentication());
        }
    }

    private static String host(InetAddress address) {
        if (address == null) {
            return "0.0.0.0";
        }
        String host = address.getHostAddress();
        return host.contains(":") ? '[' + host + ']' : host;
    }
}
