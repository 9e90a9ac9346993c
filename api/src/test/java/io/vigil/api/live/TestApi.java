package io.vigil.api.live;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** An instance of the API on a free port. */
final class TestApi implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final HttpClient http = HttpClient.newHttpClient();

    private TestApi(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static TestApi start(Map<String, Object> settings) {
        SpringApplication application = new SpringApplication();
        application.setSources(Set.of("io.vigil.api.VigilApi"));
        application.setRegisterShutdownHook(false);
        Map<String, Object> all = new HashMap<>(settings);
        all.put("server.port", 0);
        // There is no DynamoDB here, which the stream does without.
        all.put("management.endpoint.health.group.readiness.include", "readinessState,kafka");
        return new TestApi(application.run(all.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + '=' + setting.getValue())
                .toArray(String[]::new)));
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    URI uri(String pathAndQuery) {
        int port = ((WebServerApplicationContext) context).getWebServer().getPort();
        return URI.create("http://127.0.0.1:" + port + pathAndQuery);
    }

    HttpResponse<String> get(String pathAndQuery) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri(pathAndQuery)).build();
        // A request's own timeout ends with the headers, and a stream has no end.
        return http.sendAsync(request, BodyHandlers.ofString()).get(30, TimeUnit.SECONDS);
    }

    boolean isReady() throws Exception {
        return get("/actuator/health/readiness").statusCode() == 200;
    }

    @Override
    public void close() {
        context.close();
    }
}
