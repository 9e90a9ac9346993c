package io.vigil.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StackMainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"up", "down", "status"})
    void everyCommandHasHelp(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).contains("Usage: vigil " + command, "--state");
    }

    @Test
    void wrongUsageIsExitCodeTwo() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("sideways")).isEqualTo(2);
        assertThat(run("up", "--port", "teapot=1")).isEqualTo(2);
        assertThat(run("up", "--brokers", "2")).isEqualTo(2);
        assertThat(err.toString()).contains("nothing is called 'teapot'", "--brokers is 2, must be 1 or 3");
    }

    private int run(String... args) {
        return StackMain.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }
}
