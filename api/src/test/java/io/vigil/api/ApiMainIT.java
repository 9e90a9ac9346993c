package io.vigil.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process of its own. No broker is there: it has to start all the same. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ApiMainIT {

    @TempDir
    private Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void stop() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void takesTheEnvironmentOverTheFileAndOptionsOverBoth() throws Exception {
        Path file = Files.writeString(
                folder.resolve("api.properties"), "server.address=192.0.2.1\nvigil.security.burst=-1\n");

        Process byEnvironment = start(Map.of("SERVER_ADDRESS", "192.0.2.2"), "--config", file.toString());
        Process byOption = start(
                Map.of("SERVER_ADDRESS", "192.0.2.2", "VIGIL_SECURITY_BURST", "1"),
                "--config",
                file.toString(),
                "--address",
                "192.0.2.3");

        assertThat(byEnvironment.waitFor()).isEqualTo(2);
        assertThat(said(byEnvironment)).containsExactly("api: vigil.security.burst is -1, must be more than zero");
        assertThat(byOption.waitFor()).isEqualTo(2);
        assertThat(said(byOption))
                .first()
                .asString()
                .startsWith("api: server.address=192.0.2.3: must be a loopback address");
    }

    @Test
    void namesThePortThatIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process process = start(Map.of(), "--port", Integer.toString(taken.getLocalPort()));

            assertThat(process.waitFor()).isEqualTo(1);
            assertThat(said(process))
                    .containsExactly("api: port " + taken.getLocalPort() + " is in use by something else");
        }
    }

    @Test
    void saysWhereThePageIsAndStopsWhenItIsTold() throws Exception {
        assertStops("TERM", 143);
        assertStops("INT", 130);
    }

    @Test
    void logsJsonOnRequest() throws Exception {
        Process process = start(Map.of("LOGGING_STRUCTURED_FORMAT_CONSOLE", "ecs"), "--port", "0");

        assertThat(line(process, "page="))
                .startsWith("{\"@timestamp\":\"")
                .endsWith("}")
                .contains("\"message\":\"page=http:")
                .contains("\"service\":{\"name\":\"vigil-api\"");
    }

    private void assertStops(String signal, int exitCode) throws Exception {
        Process process = start(Map.of(), "--port", "0");
        assertThat(line(process, "page=")).containsPattern("page=http://127\\.0\\.0\\.1:\\d+/ authentication=none");

        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();

        assertThat(process.waitFor()).isEqualTo(exitCode);
    }

    /** Not that the tests' class path has two loggers. */
    private static Stream<String> said(Process process) {
        return process.errorReader().lines().filter(line -> !line.startsWith("SLF4J"));
    }

    private static String line(Process process, String content) throws IOException {
        BufferedReader log = process.inputReader();
        String line = log.readLine();
        while (line != null && !Pattern.compile(content).matcher(line).find()) {
            line = log.readLine();
        }
        return line;
    }

    private Process start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ApiMain.class.getName(),
                "--bootstrap-server",
                "127.0.0.1:1"));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        // With it, java says something of its own.
        builder.environment().remove("JDK_JAVA_OPTIONS");
        builder.environment().putAll(environment);
        Process process = builder.start();
        started.add(process);
        return process;
    }
}
