package io.vigil.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayReportTest {

    private final List<JobMeasurement> measurements = new ArrayList<>();

    @Test
    void theWholeJobMayTakeTwiceTheTimeOfParsingInTheSameRun() {
        add("replay", 1, 20, 1_000);
        add("parse only", 1, 10, 1_000);
        // A busy machine: both take three times as long, and the check may not notice.
        add("replay", 2, 60, 1_000);
        add("parse only", 2, 30, 1_000);

        Check time = report().checks().get(0);

        assertThat(time.measured()).isCloseTo(2, within(1e-9));
        assertThat(time.met()).isTrue();
    }

    @Test
    void isNotMetByMore() {
        add("replay", 1, 21, 1_000);
        add("parse only", 1, 10, 1_000);

        assertThat(report().checks()).extracting(Check::met).containsExactly(false);
    }

    @Test
    void showsWhatTheStackTookForAMillion() {
        add("replay", 1, 20, 2_000_000);
        add("parse only", 1, 10, 2_000_000);

        assertThat(report().ownCell("replay")).isEqualTo("2.5");
    }

    private void add(String contestant, int run, double seconds, long items) {
        measurements.add(new JobMeasurement(contestant, run, items, seconds, seconds + 3, 2 * seconds, 5, 1));
    }

    private ReplayReport report() {
        Machine machine = new Machine("cpu", 2, 1024, "kernel", "java");
        return new ReplayReport(Instant.EPOCH, machine, new ReplaySetup(1_000, 2), 100_000, 90, measurements);
    }
}
