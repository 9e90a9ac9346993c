package io.vigil.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vigil.bench.TimedCommand.Usage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimedCommandTest {

    @TempDir
    private Path folder;

    @Test
    void tellsTheCpuTimeOfTheWholeProcess() throws Exception {
        String busy = "for ((i = 0; i < 200000; i++)); do :; done; echo done; echo log >&2";

        Usage usage = command(60).run("busy", List.of("bash", "-c", busy), Map.of());

        assertThat(usage.output()).isEqualTo("done\n");
        assertThat(usage.cpuSeconds()).isPositive();
        assertThat(usage.seconds()).isPositive();
        assertThat(Files.readString(folder.resolve("busy.log"))).isEqualTo("log\n");
    }

    @Test
    void addsTheKernelsTime() {
        assertThat(Usage.of("2.500 1.250 0.500\n", "x")).isEqualTo(new Usage(2.5, 1.75, "x"));
    }

    @Test
    void aBadEndIsNoMeasurement() {
        assertThatExceptionOfType(BenchException.class)
                .isThrownBy(() -> command(60).run("bad", List.of("bash", "-c", "exit 3"), Map.of()))
                .withMessageContaining("bad ended with exit code 3")
                .withMessageContaining("bad.log");
    }

    @Test
    void endsWhatTakesTooLong() throws Exception {
        Path pid = folder.resolve("pid");
        List<String> slow = List.of("bash", "-c", "echo $$ >" + pid + "; exec sleep 600");

        assertThatExceptionOfType(BenchException.class)
                .isThrownBy(() -> command(2).run("slow", slow, Map.of()))
                .withMessageContaining("more than 2 s");
        assertThat(ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())))
                .isEmpty();
    }

    private TimedCommand command(int seconds) {
        return new TimedCommand(folder, Duration.ofSeconds(seconds));
    }
}
