package io.vigil.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassifierConfigTest {

    private static final String REQUIRED = "bootstrap.servers=broker:9092\nschema.registry.url=http://registry:8081\n";

    @TempDir
    private Path folder;

    @Test
    void letsTheEnvironmentWinOverTheFileAndTheFileOverTheDefaults() throws IOException {
        Path file = file("bootstrap.servers=file:1\napplication.id=mine\nschema.registry.url=http://registry\n");

        ClassifierConfig config = ClassifierConfig.read(file, Map.of("VIGIL_BOOTSTRAP_SERVERS", "environment:2"));

        assertThat(config.properties())
                .containsEntry("bootstrap.servers", "environment:2")
                .containsEntry("application.id", "mine")
                .containsEntry("processing.guarantee", "exactly_once_v2");
    }

    @Test
    void refusesAPortThatIsNoneByName() throws IOException {
        Path file = file(REQUIRED + "http.port=99999\n");

        assertThatThrownBy(() -> ClassifierConfig.read(file, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("http.port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bootstrap.servers", "schema.registry.url"})
    void namesASettingThatIsMissing(String name) throws IOException {
        Path file = file(
                REQUIRED.lines().filter(line -> !line.startsWith(name)).reduce("", (all, line) -> all + line + '\n'));

        assertThatThrownBy(() -> ClassifierConfig.read(file, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(name);
    }

    @Test
    void doesNotLetTheGuaranteesBeSwitchedOff() throws IOException {
        Path weaker = file(REQUIRED + "processing.guarantee=at_least_once\n");
        assertThatThrownBy(() -> ClassifierConfig.read(weaker, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("processing.guarantee")
                .hasMessageContaining("is not to be changed: it is exactly_once_v2");

        Path same = file(REQUIRED);
        assertThatThrownBy(() -> ClassifierConfig.read(
                        same, Map.of("VIGIL_DESERIALIZATION_EXCEPTION_HANDLER", "org.example.Skip")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("deserialization.exception.handler");
    }

    @Test
    void makesSettingsThatKafkaStreamsTakes() throws IOException {
        Path file = file(REQUIRED + "processing.guarantee=exactly_once_v2\nnum.stream.threads=3\n");

        StreamsConfig streams = new StreamsConfig(
                ClassifierConfig.read(file, Map.of("VIGIL_HOME", "/somewhere")).properties());

        assertThat(streams.getString("processing.guarantee")).isEqualTo("exactly_once_v2");
        assertThat(streams.getInt("num.stream.threads")).isEqualTo(3);
        assertThat(streams.deserializationExceptionHandler()).isInstanceOf(DeserializationFailures.class);
        assertThat(streams.processingExceptionHandler()).isInstanceOf(ProcessingFailures.class);
        assertThat(streams.productionExceptionHandler()).isInstanceOf(ProductionFailures.class);
        assertThat(streams.defaultTimestampExtractor()).isInstanceOf(ArrivalTime.class);
        assertThat(streams.getProducerConfigs("client"))
                .containsEntry("max.request.size", 16 * 1024 * 1024)
                .containsEntry("compression.type", "lz4");
        assertThat(streams.getMainConsumerConfigs("group", "client", 0))
                .containsEntry("isolation.level", "read_committed");
        assertThat(streams.originals()).doesNotContainKey("home");
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("classifier.properties"), content);
    }
}
