package io.vigil.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntPredicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Asks a part, by its own means, whether it can do its work. Bounded in time, and never throws for a part that is down. */
interface HealthProbe {

    /** How long one question may take. */
    Duration PATIENCE = Duration.ofSeconds(3);

    boolean healthy() throws InterruptedException;

    /** A part that says so itself, with status 200. */
    static HealthProbe saysOk(String url) {
        return http(url, status -> status == 200);
    }

    /** A part without a health page: any answer but a server error will do. */
    static HealthProbe answers(String url) {
        return http(url, status -> status < 500);
    }

    /** A broker that is registered with the controller, and so can be asked about the cluster. */
    static HealthProbe broker(String address, int port, int nodeId) {
        Map<String, Object> settings = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                address,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) PATIENCE.toMillis() / 2,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) PATIENCE.toMillis());
        return () -> {
            // Without a listener the client would only log that there is none, for all of its patience.
            if (Ports.isFree(port)) {
                return false;
            }
            try (Admin admin = Admin.create(settings)) {
                return admin.describeCluster().nodes().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).stream()
                        .anyMatch(node -> node.id() == nodeId);
            } catch (ExecutionException | TimeoutException notYet) {
                return false;
            }
        };
    }

    private static HealthProbe http(String url, IntPredicate good) {
        HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
        return () -> {
            try {
                return good.test(client.send(request, BodyHandlers.discarding()).statusCode());
            } catch (IOException notYet) {
                return false;
            }
        };
    }
}
