package io.vigil.bench;

import io.vigil.stack.Endpoints;
import io.vigil.stack.LocalStack;
import io.vigil.stack.VigilHome;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/** The API's pages of a device's history, as the table grows: a table for each number of items, and a fresh API each time. */
final class PageGrowth {

    /** What is shipped has it. */
    private static final String HEAP = "-Xmx512m";

    /** More than one client could ask for. */
    private static final String NO_LIMIT = "1000000";

    /** Of as many visits as are timed, so that the compiler has seen the code, and DynamoDB Local its table. */
    private static final double WARM_UP_SHARE = 1 / 3.0;

    /** So that neighbours in the table are no neighbours in time. */
    private static final long STEP = 7_919;

    private final GrowthSetup setup;
    private final Endpoints endpoints;
    private final Path state;
    private final Consumer<String> progress;

    /** On a stack that runs, with a broker, a registry and DynamoDB Local. */
    PageGrowth(GrowthSetup setup, LocalStack stack, Path state, Consumer<String> progress) {
        this.setup = setup;
        this.endpoints = stack.endpoints();
        this.state = state;
        this.progress = progress;
    }

    /**
     * Fills the tables, and measures each once in every run, in another order each time.
     *
     * @throws BenchException when a device's pages are not all of its items
     */
    List<PageMeasurement> measure() throws IOException, InterruptedException {
        try (HistoryTables tables = new HistoryTables(endpoints.dynamoDbEndpoint())) {
            for (int items : setup.items()) {
                progress.accept("filling the table " + HistoryTables.name(items));
                tables.fill(items);
            }
        }
        List<Integer> order = new ArrayList<>(setup.items());
        List<PageMeasurement> measurements = new ArrayList<>();
        for (int run = 1; run <= setup.runs(); run++) {
            for (int items : order) {
                PageMeasurement measured = measure(items, run);
                measurements.add(measured);
                progress.accept(ReportFiles.format(
                        "run %d: %7d items, first page p50 %.1f p99 %.1f ms, last page p50 %.1f p99 %.1f ms",
                        run,
                        items,
                        measured.first().p50(),
                        measured.first().p99(),
                        measured.last().p50(),
                        measured.last().p99()));
            }
            Collections.rotate(order, 1);
        }
        return measurements;
    }

    private PageMeasurement measure(int items, int run) throws IOException, InterruptedException {
        String id = "bench-api-" + items + "-" + run;
        double load = Machine.load();
        try (ChildProcess api = ChildProcess.start(id, state.resolve("logs"), command(id, items))) {
            HistoryPages pages = new HistoryPages(endpoints.apiUrl(), GrowthSetup.itemsOfDevice(items));
            pages.awaitReady(api);
            int warmUp = (int) Math.ceil(setup.visits() * WARM_UP_SHARE);
            Histogram first = new Histogram(3);
            Histogram last = new Histogram(3);
            for (int visit = 0; visit < warmUp + setup.visits(); visit++) {
                int device = (int) (visit * STEP % HistoryTables.devices(items));
                HistoryPages.Visit taken = pages.visit(SampleRows.deviceId(device));
                if (visit >= warmUp) {
                    first.recordValue(taken.firstMicros());
                    last.recordValue(taken.lastMicros());
                }
            }
            return new PageMeasurement(items, run, Quantiles.ofMicros(first), Quantiles.ofMicros(last), load);
        }
    }

    private List<String> command(String id, int items) throws IOException {
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "server.port",
                Integer.toString(URI.create(endpoints.apiUrl()).getPort()),
                "vigil.kafka.bootstrap.servers",
                endpoints.bootstrapServers(),
                "vigil.kafka.schema.registry.url",
                endpoints.registryUrl(),
                "vigil.dynamodb.endpoint",
                endpoints.dynamoDbEndpoint(),
                "vigil.dynamodb.events-table",
                HistoryTables.name(items),
                "vigil.security.requests-per-second",
                NO_LIMIT,
                "vigil.security.burst",
                NO_LIMIT));
        Path file = Files.createDirectories(state.resolve("data/api")).resolve(id + ".properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            settings.store(writer, null);
        }
        VigilHome home = VigilHome.locate();
        Path target = home.root().resolve("api/target");
        return List.of(
                ChildJvm.JAVA,
                HEAP,
                "-cp",
                home.built(target.resolve("classes")) + ":" + home.built(target.resolve("lib")) + "/*",
                "io.vigil.api.ApiMain",
                "--config",
                file.toString());
    }
}
