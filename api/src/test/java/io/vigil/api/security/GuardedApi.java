package io.vigil.api.security;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.graphql.autoconfigure.GraphQlAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** A started application of this package's rules and the settings of the real one, before handlers that do next to nothing. */
final class GuardedApi implements AutoCloseable {

    static final String KEY = "vigil_all-scopes";
    static final String ALARMS_KEY = "vigil_alarms-only";

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(10))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final ServletWebServerApplicationContext context;

    private GuardedApi(ServletWebServerApplicationContext context) {
        this.context = context;
    }

    /** Starts on a free port, with these settings over those that are shipped. */
    static GuardedApi start(String... settings) {
        String[] arguments = Arrays.copyOf(settings, settings.length + 1);
        arguments[settings.length] = "server.port=0";
        SpringApplication application = new SpringApplication(Configuration.class);
        return new GuardedApi((ServletWebServerApplicationContext) application.run(
                Arrays.stream(arguments).map(argument -> "--" + argument).toArray(String[]::new)));
    }

    /** Starts with {@link #KEY} and {@link #ALARMS_KEY}. */
    static GuardedApi startWithKeys(String... settings) {
        String[] keys = {
            "vigil.security.api-keys[0].name=all",
            "vigil.security.api-keys[0].sha256=" + ApiKeys.hash(KEY),
            "vigil.security.api-keys[0].scopes=events.read,alarms.read",
            "vigil.security.api-keys[1].name=alarms",
            "vigil.security.api-keys[1].sha256=" + ApiKeys.hash(ALARMS_KEY),
            "vigil.security.api-keys[1].scopes=alarms.read",
        };
        String[] all = Arrays.copyOf(keys, keys.length + settings.length);
        System.arraycopy(settings, 0, all, keys.length, settings.length);
        return start(all);
    }

    int port() {
        return context.getWebServer().getPort();
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, "", headers);
    }

    /** With pairs of header names and values. */
    HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Sends what no client would, and returns all that comes back until the connection is closed. */
    String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        context.close();
    }

    /** No component, and without components: the scan of the real application would find them. */
    @EnableAutoConfiguration(exclude = GraphQlAutoConfiguration.class)
    @EnableConfigurationProperties(SecurityProperties.class)
    @Import({SecurityConfiguration.class, EncodedPaths.class, SessionController.class, ErrorPage.class})
    static class Configuration {

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        @Bean
        RouterFunction<ServerResponse> handlers() {
            HandlerFunction<ServerResponse> ok = request -> ServerResponse.ok().body("ok");
            return RouterFunctions.route()
                    .GET("/api/v1/config", ok)
                    .GET("/api/v1/devices", ok)
                    .GET("/api/v1/devices/defect", Configuration::defect)
                    .GET("/api/v1/devices/{id}", ok)
                    .GET("/api/v1/devices/{id}/events", ok)
                    .GET(
                            "/api/v1/devices/{id}/alarms",
                            request -> ServerResponse.ok().body(request.pathVariable("id")))
                    .GET("/api/v1/alarms", ok)
                    .GET("/api/v1/stream", Configuration::stream)
                    .POST("/graphql", Configuration::length)
                    // Somebody forgot the rule for it.
                    .GET("/api/v1/forgotten", ok)
                    .build();
        }

        private static ServerResponse stream(ServerRequest request) {
            String type = request.param("type").orElseThrow();
            ("alarm".equals(type) ? Scope.ALARMS_READ : Scope.EVENTS_READ).require();
            return ServerResponse.ok().body(type);
        }

        private static ServerResponse length(ServerRequest request) throws ServletException, IOException {
            return ServerResponse.ok()
                    .body("length=" + request.body(String.class).length());
        }

        private static ServerResponse defect(ServerRequest request) {
            throw new IllegalStateException("the password of Per Dahl");
        }
    }
}
