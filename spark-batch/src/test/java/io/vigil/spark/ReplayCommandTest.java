package io.vigil.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The command line as far as it goes without Spark. */
class ReplayCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void helpNamesEveryOption() {
        assertThat(run("--help")).isZero();

        assertThat(out.toString())
                .contains("--into", "--zone", "--delimiter", "--master", "--dry-run", "--max-rejected", "--max-rate")
                .contains("--report", "--bootstrap-server", "--schema-registry", "--s3-endpoint", "--command-config");
    }

    @ParameterizedTest
    @CsvSource({
        "--into, both, neither classified nor raw",
        "--zone, Nowhere/Atall, --zone",
        "--delimiter, ab, --delimiter",
        "--max-rejected, some, --max-rejected",
        "--max-rate, -1, --max-rate",
        "--frobnicate, 1, --frobnicate"
    })
    void wrongUsageIsNamed(String option, String value, String named) {
        assertThat(run("file.csv", option, value)).isEqualTo(2);

        assertThat(err.toString()).contains(named);
    }

    @Test
    void needsAFile() {
        assertThat(run("--dry-run")).isEqualTo(2);
    }

    @Test
    void aFileOfSettingsThatIsNotThereIsNamed() {
        assertThat(run("file.csv", "--command-config", "no-such.properties")).isEqualTo(1);

        assertThat(err.toString()).isEqualTo("replay: there is no file no-such.properties" + System.lineSeparator());
    }

    private int run(String... arguments) {
        CommandLine command = ReplayMain.commandLine();
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }
}
