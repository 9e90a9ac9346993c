package io.vigil.dynamo;

import static org.assertj.core.api.Assertions.assertThat;

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
