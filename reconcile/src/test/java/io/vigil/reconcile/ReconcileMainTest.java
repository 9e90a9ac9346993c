package io.vigil.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ReconcileMainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThat(execute("--no-such-option")).isEqualTo(2);
        assertThat(execute("--wait", "soon")).isEqualTo(2);
        assertThat(execute("--wait", "-PT1S")).isEqualTo(2);
        assertThat(execute("--command-config", "no-such-file")).isEqualTo(2);
        assertThat(execute("--schema-registry", "no url")).isEqualTo(2);
        assertThat(execute("--dynamodb-endpoint", "127.0.0.1:8000")).isEqualTo(2);
        assertThat(execute("--events-table", "one", "--alarms-table", "one")).isEqualTo(2);
        assertThat(err.toString())
                .contains("--wait is PT-1S, must not be negative")
                .contains("no-such-file cannot be read")
                .contains("is not a URL such as http://registry:8081")
                .contains(
                        "--dynamodb-endpoint is '127.0.0.1:8000': it is a URL such as http://127.0.0.1:8000, or 'aws'")
                .contains("--events-table and --alarms-table are both one");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void explainsItself() {
        assertThat(execute("--help")).isZero();
        assertThat(out.toString()).contains("--wait", "--json", "--dynamodb-endpoint", "Exit codes:");
    }

    private int execute(String... arguments) {
        return ReconcileMain.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
