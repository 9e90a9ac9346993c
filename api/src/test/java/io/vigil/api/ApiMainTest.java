package io.vigil.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Nothing here starts; what does anyway would run for ever. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class ApiMainTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void refusesWrongUsage() {
        assertThat(execute("--port", "many")).isEqualTo(2);
        assertThat(execute("--config", "no-such-file")).isEqualTo(2);
        assertThat(execute("--command-config", "no-such-file")).isEqualTo(2);
        assertThat(err.toString())
                .contains("'many' is not an int")
                .contains("--config no-such-file cannot be read")
                .contains("--command-config no-such-file cannot be read");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server.port=many | server.port=many: Failed to convert to type java.lang.Integer",
                "server.port=70000 | server.port=70000: must be a port up to 65535, or 0 for a free one",
                "server.address=0.0.0.0 | server.address=0.0.0.0: must be a loopback address",
                "vigil.devices.alarm-for=long | vigil.devices.alarm-for=long must be of type Duration",
                "vigil.devices.alarm-for=PT0S | vigil.devices.alarm-for is PT0S, must be more than zero",
                "vigil.map.tile-url=ftp://Ö | vigil.map.tile-url=ftp://Ö: must be an http or https URL",
                "vigil.security.burst=0 | vigil.security.burst is 0, must be more than zero",
                "vigil.security.api-key=a | there is no setting vigil.security.api-key",
                "vigil.security.cors-origins=* | vigil.security.cors-origins is *, must be scheme, host and port alone",
            })
    void namesASettingThatIsWrongItsValueAndTheRule(String setting, String message) throws IOException {
        assertThat(execute("--config", file(setting))).isEqualTo(2);
        assertThat(err.toString()).startsWith("api: " + message).hasLineCount(1);
    }

    @Test
    void showsNoHashOfAKey() throws IOException {
        String key = "vigil.security.api-keys[0].";

        assertThat(execute("--config", file(key + "name=a\n" + key + "scopes=alarms.read\n" + key + "sha256=vigil_k")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("sha256 of a is not a SHA-256").doesNotContain("vigil_k");
    }

    @Test
    void namesTheScopesThatThereAre() throws IOException {
        String key = "vigil.security.api-keys[0].";

        assertThat(execute(
                        "--config",
                        file(key + "name=a\n" + key + "scopes=alarms\n" + key + "sha256=" + "0".repeat(64))))
                .isEqualTo(2);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines(
                        "api: vigil.security.api-keys[0].scopes=alarms must be of [events.read, alarms.read]");
    }

    @Test
    void takesOptionsOverTheFile() throws IOException {
        assertThat(execute("--config", file("server.address=0.0.0.0"), "--address", "192.0.2.1"))
                .isEqualTo(2);
        assertThat(err.toString()).startsWith("api: server.address=192.0.2.1: must be a loopback address");
    }

    @Test
    void makesAKeyWhoseSettingsItTakes() throws IOException {
        assertThat(execute("new-key", "--name", "portal", "--scopes", "alarms.read"))
                .isZero();

        Matcher made = Pattern.compile(
                        "(vigil_[\\w-]{43})\n(vigil\\S+name=portal\nvigil\\S+sha256=[0-9a-f]{64}\nvigil\\S+scopes=alarms.read)\n")
                .matcher(out.toString());
        assertThat(made.matches()).isTrue();
        // With them it may listen elsewhere: it goes on to an address that this machine does not have.
        assertThat(execute("--config", file(made.group(2)), "--address", "192.0.2.1", "--port", "0"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("api: server.address is not one to listen on here");
    }

    @Test
    void makesNoKeyForAScopeThatIsNone() {
        assertThat(execute("new-key", "--scopes", "alarms.write")).isEqualTo(2);
        assertThat(err.toString()).contains("'alarms.write' is no scope; there are [events.read, alarms.read]");
        assertThat(out.toString()).isEmpty();
    }

    private int execute(String... arguments) {
        CommandLine command = ApiMain.commandLine();
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }

    private String file(String content) throws IOException {
        return Files.writeString(folder.resolve("api.properties"), content, StandardCharsets.UTF_8)
                .toString();
    }
}
