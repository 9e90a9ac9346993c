package io.vigil.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BenchMainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void hasHelp() {
        assertThat(run("sink", "--help")).isZero();
        assertThat(out.toString()).contains("Usage: bench sink", "--latency-ms", "--output");
    }

    @Test
    void producerHasHelp() {
        assertThat(run("producer", "--help")).isZero();
        assertThat(out.toString()).contains("Usage: bench producer", "--events", "--runs", "--output", "3000000");
    }

    @Test
    void replayHasHelp() {
        assertThat(run("replay", "--help")).isZero();
        assertThat(out.toString()).contains("Usage: bench replay", "--rows", "--runs", "--output", "5000000");
    }

    @Test
    void classifyHasHelp() {
        assertThat(run("classify", "--help")).isZero();
        assertThat(out.toString())
                .contains("Usage: bench classify", "--records", "--warm-up", "--threads", "--output", "2000000");
    }

    @ParameterizedTest
    @CsvSource({"--runs,0", "--records,0", "--warm-up,-1", "--threads,0", "--records,2147483647"})
    void wrongUsageOfClassifyIsExitCodeTwo(String option, String value) {
        assertThat(run("classify", option, value)).isEqualTo(2);
        assertThat(err.toString()).startsWith(option).contains("must be");
    }

    @Test
    void latencyHasHelp() {
        assertThat(run("latency", "--help")).isZero();
        assertThat(out.toString()).contains("Usage: bench latency", "--rate", "--seconds", "--warm-up", "1000,5000");
    }

    @ParameterizedTest
    @CsvSource({"--runs,0", "--rate,99", "--rate,10001", "--warm-up,-1", "--seconds,0"})
    void wrongUsageOfLatencyIsExitCodeTwo(String option, String value) {
        assertThat(run("latency", option, value)).isEqualTo(2);
        assertThat(err.toString()).startsWith(option).contains("must be");
    }

    @Test
    void growthHasHelp() {
        assertThat(run("growth", "--help")).isZero();
        assertThat(out.toString())
                .contains(
                        "Usage: bench growth",
                        "--only",
                        "--records",
                        "1,2,4,8",
                        "1000,100000,1000000",
                        "10000,1000000");
    }

    @ParameterizedTest
    @CsvSource({
        "--runs,0",
        "--records,0",
        "--warm-up,-1",
        "--partitions,0",
        "--threads,0",
        "--devices,0",
        "--devices,1000001",
        "--items,0",
        "--visits,0",
        "--only,everything",
        "--records,2147483647"
    })
    void wrongUsageOfGrowthIsExitCodeTwo(String option, String value) {
        assertThat(run("growth", option, value)).isEqualTo(2);
        assertThat(err.toString()).startsWith(option).contains("must be");
    }

    @ParameterizedTest
    @ValueSource(strings = {"faults", "soak"})
    void faultsAndSoakHaveHelp(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).contains("Usage: bench " + command, "--fault", "--seed", "--rate", "--output");
    }

    @ParameterizedTest
    @CsvSource({
        "faults,--rate,0,--devices and --rate",
        "faults,--hold,10,--hold",
        "faults,--hold,-PT1S,--hold",
        "faults,--fault,kill-everybody,kill-everybody",
        "soak,--fault,kill-everybody,kill-broker",
        "faults,--brokers,2,--brokers is 2",
        "faults,--fault,lost-leader,no lost-leader here",
        "soak,--fault,lost-controller,no lost-controller here",
        "soak,--duration,PT0S,--duration"
    })
    void wrongUsageOfFaultsIsExitCodeTwo(String command, String option, String value, String named) {
        assertThat(run(command, option, value)).isEqualTo(2);
        assertThat(err.toString()).contains(named);
    }

    @ParameterizedTest
    @CsvSource({"--runs,0", "--rows,0", "--records,1"})
    void wrongUsageOfReplayIsExitCodeTwo(String option, String value) {
        assertThat(run("replay", option, value)).isEqualTo(2);
        assertThat(err.toString()).contains(option);
    }

    @ParameterizedTest
    @CsvSource({"--runs,0", "--records,0", "--latency-ms,-1", "--unprocessed,1", "--endpoint,nowhere", "--teapot,1"})
    void wrongUsageIsExitCodeTwo(String option, String value) {
        assertThat(run("sink", option, value)).isEqualTo(2);
        assertThat(err.toString()).contains(option);
    }

    @Test
    void emrCannotBeMeasuredWithItemsLeftUnprocessed() {
        assertThat(run("sink", "--only", "emr", "--unprocessed", "0.1")).isEqualTo(2);
        assertThat(err.toString()).contains("--only", "--unprocessed");
    }

    @Test
    void withoutACommandItSaysWhichThereAre() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString())
                .contains("say which: sink, replay, producer, classify, latency, growth, faults or soak");
    }

    private int run(String... args) {
        return BenchMain.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }
}
