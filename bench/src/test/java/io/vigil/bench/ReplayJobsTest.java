package io.vigil.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class ReplayJobsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void takesTheReplaysOwnTime() throws Exception {
        String report = "{\"rows\": 10, \"events\": 9, \"alarms\": 1, \"seconds\": 2.5}";

        assertThat(ReplayJobs.replayed(JSON.readTree(report), 10)).isEqualTo(new Job.Result(10, 2.5));
    }

    @Test
    void aRejectedRowIsNoResult() throws Exception {
        String report = "{\"rows\": 10, \"events\": 8, \"alarms\": 1, \"rejected\": 1, \"seconds\": 2.5}";

        assertThatExceptionOfType(BenchException.class)
                .isThrownBy(() -> ReplayJobs.replayed(JSON.readTree(report), 10))
                .withMessageContaining("of 10 rows, 9 were events");
    }

    @Test
    void takesThePerfTestsLastLine() {
        String output = """
                4000 records sent, 800.0 records/sec (0.08 MB/sec), 1.0 ms avg latency, 9.0 ms max latency.
                10000 records sent, 2500.000000 records/sec (0.24 MB/sec), 1.20 ms avg latency, 3 ms 50th.
                """;

        assertThat(PerfTest.sent(output, 10_000)).isEqualTo(new Job.Result(10_000, 4));
    }

    @Test
    void fewerRecordsThanToldAreNoResult() {
        assertThatExceptionOfType(BenchException.class)
                .isThrownBy(() -> PerfTest.sent("9999 records sent, 2500.0 records/sec", 10_000));
        assertThatExceptionOfType(BenchException.class).isThrownBy(() -> PerfTest.sent("", 10_000));
    }
}
