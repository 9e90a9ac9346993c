package io.vigil.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifierConfigTest {

    @TempDir
    private Path folder;

    @Test
    void letsTheEnvironmentWinOverTheFileAndTheFileOverTheDefaults() throws IOException {
        Path file = file("bootstrap.servers=file:1\napplication.id=mine\n");

        ClassifierConfig config = ClassifierConfig.read(file, Map.of("VIGIL_BOOTSTRAP_SERVERS", "environment:2"));

        assertThat(config.properties())
                .containsEntry("bootstrap.servers", "environment:2")
                .containsEntry("application.id", "mine")
                .containsEntry("processing.guarantee", "exactly_once_v2");
    }

    @Test
    void refusesAPortThatIsNoneByName() throws IOException {
        Path file = file("http.port=99999\n");

        assertThatThrownBy(() -> ClassifierConfig.read(file, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("http.port");
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("classifier.properties"), content);
    }
}
