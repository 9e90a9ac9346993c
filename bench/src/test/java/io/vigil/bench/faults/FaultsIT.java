package io.vigil.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigil.bench.BenchRun;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Some of the faults as the commands have them, each for a short time: nothing is lost, and it is written down. */
class FaultsIT {

    private static final String NOTHING_LOST =
            "reconciled: events=[1-9]\\d* alarms=[1-9]\\d* dead-letter=\\d+ missing=0 extra=0 different=0";

    @Test
    void losesNothingByAnyOfThese() throws Exception {
        List<String> faults = List.of(
                "full-disk-broker", "dynamodb-hangs", "two-versions", "poison", "newer-schema", "gap-and-burst");

        JsonNode report = BenchRun.report("faults", "--hold=PT3S", "--fault=" + String.join(",", faults));

        assertThat(report.path("outcomes").findValuesAsText("fault")).containsExactlyInAnyOrderElementsOf(faults);
        assertThat(report.path("outcomes").findValuesAsText("reconciled"))
                .allSatisfy(line -> assertThat(line).matches(NOTHING_LOST));
        assertThat(report.path("outcomes").findValuesAsText("deviceStatus"))
                .hasSameSizeAs(faults)
                .allSatisfy(line -> assertThat(line).matches("devices=[1-9]\\d* wrong=0"));
        assertThat(report.path("outcomes"))
                .allSatisfy(outcome ->
                        assertThat(outcome.path("heldSeconds").asDouble()).isGreaterThanOrEqualTo(3));
    }

    @Test
    void losesNothingWithTheLeaderOfThreeBrokers() throws Exception {
        JsonNode outcome = BenchRun.report("faults", "--brokers=3", "--hold=PT3S", "--fault=lost-leader")
                .at("/outcomes/0");

        assertThat(outcome.path("fault").asText()).isEqualTo("lost-leader");
        assertThat(outcome.path("reconciled").asText()).matches(NOTHING_LOST);
        assertThat(outcome.path("deviceStatus").asText()).matches("devices=[1-9]\\d* wrong=0");
    }

    @Test
    void soaksAndComparesAtTheEnd() throws Exception {
        JsonNode report = BenchRun.report("soak", "--duration=PT20S", "--fault=dynamodb-throttles,pause-connect");

        JsonNode outcomes = report.path("outcomes");
        assertThat(outcomes).isNotEmpty();
        assertThat(outcomes.get(outcomes.size() - 1).path("reconciled").asText())
                .matches(NOTHING_LOST);
    }
}
