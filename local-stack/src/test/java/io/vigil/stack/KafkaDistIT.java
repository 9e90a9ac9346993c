package io.vigil.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaDistIT {

    static List<Path> tools() throws IOException {
        try (Stream<Path> scripts = Files.list(VigilHome.locate().kafka().resolve("bin"))) {
            return scripts.filter(script -> !script.endsWith("kafka-run-class.sh"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("tools")
    void everyScriptFindsItsMainClass(Path script) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(script.toString(), "--help").redirectErrorStream(true);
        builder.environment().put("KAFKA_OPTS", "-XX:TieredStopAtLevel=1");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));

        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(output).containsIgnoringCase("usage").doesNotContain("Could not find or load main class");
    }
}
