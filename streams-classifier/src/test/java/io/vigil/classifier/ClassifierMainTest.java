package io.vigil.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifierMainTest {

    private static final String REGISTRY = "schema.registry.url=http://127.0.0.1:1\n";

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    @Test
    void refusesWrongUsage() {
        assertThat(execute()).isEqualTo(2);
        assertThat(execute("--config", "no-such-file")).isEqualTo(2);
        assertThat(err.toString()).contains("--config").contains("There is no file no-such-file that can be read");
    }

    @Test
    void namesASettingThatIsWrong() throws IOException {
        assertThat(execute("--config", file(REGISTRY))).isEqualTo(2);
        assertThat(execute("--config", file("bootstrap.servers=nonsense\n" + REGISTRY)))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("classify: Missing required configuration \"bootstrap.servers\"")
                .contains("Invalid url in bootstrap.servers: nonsense");
    }

    @Test
    void saysThatNoBrokerAnswers() throws IOException {
        String address = "127.0.0.1:" + freePort();
        String impatient = "request.timeout.ms=500\ndefault.api.timeout.ms=1000\n";

        assertThat(execute("--config", file("bootstrap.servers=" + address + '\n' + REGISTRY + impatient)))
                .isOne();
        assertThat(err.toString()).contains("classify: No broker answered at " + address);
    }

    private int execute(String... arguments) {
        return ClassifierMain.commandLine().setErr(new PrintWriter(err)).execute(arguments);
    }

    private String file(String content) throws IOException {
        return Files.writeString(folder.resolve("classifier.properties"), content)
                .toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
