package io.vigil.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {

    @TempDir
    private Path logs;

    @Test
    void endsOneThatWouldGoOn() {
        ChildProcess child = ChildProcess.start("sleeper", logs, List.of("sleep", "600"));
        child.requireAlive();

        child.close();

        assertThat(child.process().isAlive()).isFalse();
    }

    @Test
    void saysWhichHasEndedAndWhereItsLogIs() throws Exception {
        try (ChildProcess child = ChildProcess.start("short", logs, List.of("bash", "-c", "echo why; exit 3"))) {
            assertThat(child.process().waitFor(30, TimeUnit.SECONDS)).isTrue();

            assertThatExceptionOfType(BenchException.class)
                    .isThrownBy(child::requireAlive)
                    .withMessageContaining("the short ended with exit code 3")
                    .withMessageContaining(logs.resolve("short.log").toString());
        }
        assertThat(Files.readString(logs.resolve("short.log"))).isEqualTo("why\n");
    }
}
