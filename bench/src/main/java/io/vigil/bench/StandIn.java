package io.vigil.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** {@link StandInMain} in a process of its own, so that its CPU time is nobody else's. */
final class StandIn implements Endpoint {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final ChildJvm jvm;
    private final String url;

    private StandIn(ChildJvm jvm, String url) {
        this.jvm = jvm;
        this.url = url;
    }

    /** One that takes the same time for each request. */
    static StandIn start(Path logs, SinkSetup setup) throws InterruptedException {
        return start("stand-in", logs, setup.latencyMillis(), setup.latencyMillis(), setup.unprocessedShare());
    }

    /** One that answers now sooner, now later. */
    static StandIn jittered(Path logs, int mostMillis, SinkSetup setup) throws InterruptedException {
        return start("stand-in-jittered", logs, 0, mostMillis, setup.unprocessedShare());
    }

    private static StandIn start(String name, Path logs, int leastMillis, int mostMillis, double unprocessedShare)
            throws InterruptedException {
        List<String> options = List.of("-Xmx512m", "-Dsun.net.httpserver.nodelay=true");
        ChildJvm jvm =
                ChildJvm.start(name, logs, options, StandInMain.class, leastMillis, mostMillis, unprocessedShare);
        try {
            return new StandIn(jvm, "http://127.0.0.1:" + jvm.line());
        } catch (BenchException | InterruptedException e) {
            jvm.close();
            throw e;
        }
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public void reset() throws InterruptedException {
        ask("DELETE");
    }

    @Override
    public Counts counts() throws InterruptedException {
        return ask("GET");
    }

    @Override
    public void close() {
        jvm.close();
    }

    private Counts ask(String method) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/counts"))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(TIMEOUT)
                .build();
        try {
            return JSON.readValue(http.send(request, BodyHandlers.ofByteArray()).body(), Counts.class);
        } catch (IOException e) {
            throw new BenchException("the stand-in does not answer: " + e, e);
        }
    }
}
