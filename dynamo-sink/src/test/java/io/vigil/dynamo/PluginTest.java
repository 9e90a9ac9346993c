package io.vigil.dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.storage.Converter;
import org.junit.jupiter.api.Test;

class PluginTest {

    @Test
    void isFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(SinkConnector.class)).hasAtLeastOneElementOfType(DynamoDbSinkConnector.class);
        assertThat(ServiceLoader.load(Converter.class)).hasAtLeastOneElementOfType(DeviceEventConverter.class);
    }

    @Test
    void reportsOneVersion() {
        assertThat(new DynamoDbSinkConnector().version())
                .isEqualTo(new DynamoDbSinkTask().version())
                .matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    }

    @Test
    void namesTheSettingsThatDoNotGoTogether() {
        List<ConfigValue> values = new DynamoDbSinkConnector()
                .validate(Map.of(
                        "write.mode",
                        "conditional",
                        "aws.access.key.id",
                        "id",
                        "retry.backoff.ms",
                        "2000",
                        "retry.backoff.max.ms",
                        "1000"))
                .configValues();

        assertThat(values)
                .filteredOn(value -> !value.errorMessages().isEmpty())
                .extracting(ConfigValue::name)
                .containsExactlyInAnyOrder("kafka.attributes", "aws.secret.access.key", "retry.backoff.max.ms");
    }

    @Test
    void theReadmeHasEachOptionWithItsDefault() throws Exception {
        List<String> rows = Files.readAllLines(Path.of("README.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();

        assertThat(new DynamoDbSinkConnector().config().configKeys().values()).allSatisfy(option -> {
            String row = rows.stream()
                    .filter(line -> line.split(" \\| ")[0].contains('`' + option.name + '`'))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(option.name + " is not in README.md"));
            Object byDefault = option.defaultValue;
            if (byDefault != null && !byDefault.toString().isEmpty() && !byDefault.equals(List.of())) {
                assertThat(row.split(" \\| ")[1]).as(option.name).contains(byDefault.toString());
            }
        });
    }

    @Test
    void namesEachBadSetting() {
        List<ConfigValue> values = new DynamoDbSinkConnector()
                .validate(Map.of(
                        "batch.size",
                        "26",
                        "aws.endpoint",
                        "nowhere",
                        "topic.to.table.map",
                        "alarms",
                        "behavior.on.null.values",
                        "drop"))
                .configValues();

        assertThat(values)
                .filteredOn(value -> !value.errorMessages().isEmpty())
                .extracting(ConfigValue::name)
                .containsExactlyInAnyOrder(
                        "batch.size", "aws.endpoint", "topic.to.table.map", "behavior.on.null.values");
    }
}
