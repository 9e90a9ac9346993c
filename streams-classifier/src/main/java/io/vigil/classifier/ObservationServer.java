package io.vigil.classifier;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.exporter.httpserver.MetricsHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams.State;

/**
 * {@code /health/live}: 200 until the application has failed. {@code /health/ready}: 200 while it processes records.
 * {@code /metrics}: Prometheus.
 */
final class ObservationServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService executor;

    private ObservationServer(HttpServer server, ExecutorService executor) {
        this.server = server;
        this.executor = executor;
    }

    /**
     * Listens.
     *
     * @throws IOException if the port cannot be had
     */
    static ObservationServer start(String host, int port, PrometheusMeterRegistry meters, Supplier<State> state)
            throws IOException {
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(host, port), 0);
        } catch (IOException e) {
            throw new IOException(
                    "Cannot listen on " + host + ':' + port + ": " + e.getMessage() + ". Set http.host and http.port.",
                    e);
        }
        ExecutorService executor = Executors.newFixedThreadPool(2, task -> new Thread(task, "classifier-http"));
        server.setExecutor(executor);
        server.createContext("/health/live", exchange -> answer(exchange, state, now -> !now.hasCompletedShutdown()));
        server.createContext("/health/ready", exchange -> answer(exchange, state, State.RUNNING::equals));
        server.createContext("/metrics", new MetricsHandler(meters.getPrometheusRegistry()));
        server.start();
        return new ObservationServer(server, executor);
    }

    /** Where it listens. */
    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }

    private static void answer(HttpExchange exchange, Supplier<State> state, Predicate<State> isGood)
            throws IOException {
        State now = state.get();
        byte[] body = ("{\"state\":\"" + now + "\"}\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(isGood.test(now) ? 200 : 503, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
