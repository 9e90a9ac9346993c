package io.vigil.dynamo;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** Writes the records of topics to DynamoDB tables, an item for each key. Its options are in {@code README.md}. */
public final class DynamoDbSinkConnector extends SinkConnector {

    private Map<String, String> properties = Map.of();

    /** Made by the Connect worker. */
    public DynamoDbSinkConnector() {}

    @Override
    public void start(Map<String, String> given) {
        // Fails here, once and for the connector, rather than in each of its tasks.
        new DynamoDbSinkConfig(given);
        properties = Map.copyOf(given);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return DynamoDbSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return Collections.nCopies(maxTasks, properties);
    }

    @Override
    public void stop() {
        // It holds nothing.
    }

    /** Checks each option, and what does not go together. */
    @Override
    public Config validate(Map<String, String> given) {
        Config config = super.validate(given);
        List<ConfigValue> values = config.configValues();
        if (values.stream().allMatch(value -> value.errorMessages().isEmpty())) {
            Map<String, String> contradictions = DynamoDbSinkConfig.contradictions(given);
            values.forEach(value -> Optional.ofNullable(contradictions.get(value.name()))
                    .ifPresent(problem -> value.addErrorMessage(value.name() + ": " + problem)));
        }
        return config;
    }

    @Override
    public ConfigDef config() {
        return DynamoDbSinkConfig.definition();
    }

    @Override
    public String version() {
        return PluginVersion.get();
    }
}
