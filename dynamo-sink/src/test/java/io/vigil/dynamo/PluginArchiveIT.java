package io.vigil.dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PluginArchiveIT {

    @Test
    void bundlesNothingThatTheWorkerBrings() throws IOException {
        List<String> jars;
        try (Stream<Path> files = Files.list(Path.of("target", "plugin", "vigil-dynamo-sink"))) {
            jars = files.map(file -> file.getFileName().toString()).toList();
        }

        assertThat(jars).anyMatch(jar -> jar.startsWith("dynamo-sink-")).anyMatch(jar -> jar.startsWith("schemas-"));
        assertThat(jars).noneMatch(jar -> jar.matches("(kafka-clients|connect-|slf4j-|netty-).*"));
    }
}
