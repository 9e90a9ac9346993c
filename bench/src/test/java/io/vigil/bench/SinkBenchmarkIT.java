package io.vigil.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigil.bench.SinkSetup.EndpointKind;
import io.vigil.stack.LocalStack;
import io.vigil.stack.Part;
import io.vigil.stack.StackConfig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The whole benchmark, with few records: that it measures, not what. */
class SinkBenchmarkIT {

    @Test
    void measuresEachContestantAndWritesItDown() throws Exception {
        JsonNode report = BenchRun.report(
                "sink",
                List.of("vigil", "reference", "put item", "flink, 8 in flight", "flink, order kept", "bare loop"),
                "--records=2000",
                "--latency-ms=20",
                "--unprocessed=0.1");

        assertThat(report.path("measurements")).allSatisfy(SinkBenchmarkIT::isPlausible);
        assertThat(report.path("checks")).hasSize(5);
        assertThat(report.path("order").findValuesAsText("contestant"))
                .containsExactly("vigil", "reference", "flink, 8 in flight", "flink, order kept");
        assertThat(report.path("order")).allSatisfy(SinkBenchmarkIT::isInOrder);
    }

    /** With a tenth of them left unprocessed, as above, it would end. */
    @Test
    void emrWritesAllRecords() throws Exception {
        int records = 2000;
        SinkSetup setup = new SinkSetup(EndpointKind.STAND_IN, records, 1, 5, 0, List.of(SinkContestants.EMR));
        Path state = Path.of("target", "sink-emr-it", "state").toAbsolutePath();
        StackConfig broker = StackConfig.everything(state).onFreePorts().withParts(Part.BROKER);
        try (LocalStack stack = new LocalStack(broker, line -> {})) {
            stack.wipe().start();
            LoadedTopic.load(stack.endpoints().bootstrapServers(), records);
            try (StandIn endpoint = StandIn.start(state.resolve("logs"), setup)) {
                SinkContestants contestants =
                        new SinkContestants(stack, state, endpoint.url(), LoadedTopic.NAME, records);
                Contestant emr = contestants.all().stream()
                        .filter(contestant -> contestant.name().equals(SinkContestants.EMR))
                        .findFirst()
                        .orElseThrow();

                Measurement measurement = SinkBenchmark.measure(emr, 1, endpoint);

                assertThat(measurement.items()).isEqualTo(records);
                assertThat(measurement.repeated()).isZero();
                assertThat(measurement.requests()).isEqualTo(records / 25);
                assertThat(measurement.maxInFlight()).isEqualTo(1);
            }
        }
    }

    private static void isPlausible(JsonNode measurement) {
        String contestant = measurement.path("contestant").asText();
        boolean putItem = contestant.equals("put item");
        int items = measurement.path("items").asInt();
        assertThat(items).isBetween(putItem ? 100 : 2000, 2000);
        // Nothing that was written is sent again, though a tenth of it has to be.
        assertThat(measurement.path("repeated").asInt()).isZero();
        assertThat(measurement.path("requests").asInt()).isGreaterThanOrEqualTo(putItem ? items : 2000 / 25);
        assertThat(measurement.path("maxInFlight").asInt()).isBetween(1, mostInFlight(contestant));
        // 80 requests of 20 ms, 8 at a time.
        assertThat(measurement.path("seconds").asDouble()).isGreaterThanOrEqualTo(0.2);
        assertThat(measurement.path("cpuSeconds").asDouble()).isPositive();
    }

    private static int mostInFlight(String contestant) {
        return List.of("put item", "flink, order kept").contains(contestant) ? 1 : 8;
    }

    private static void isInOrder(JsonNode order) {
        assertThat(order.path("keys").asInt()).isEqualTo(200);
        assertThat(order.path("requests").asInt()).isGreaterThanOrEqualTo(200 / 25);
        // More than one batch in flight is a race that Flink may win.
        if (!order.path("contestant").asText().equals("flink, 8 in flight")) {
            assertThat(order.path("staleKeys").asInt()).isZero();
        }
    }
}
