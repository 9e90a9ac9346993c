package io.vigil.bench.reference;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** A sink for a table with the keys {@code Device_id} and {@code EventTime}, for measuring only: see the tasks. */
public final class ReferenceSinkConnector extends SinkConnector {

    static final String ENDPOINT = "aws.endpoint";
    static final String TABLE = "table";
    static final String PUT_ITEM = "put.item";

    private Map<String, String> settings = Map.of();

    /** Made by the Connect worker. */
    public ReferenceSinkConnector() {}

    @Override
    public void start(Map<String, String> properties) {
        settings = Map.copyOf(properties);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return Boolean.parseBoolean(settings.get(PUT_ITEM)) ? PutItemSinkTask.class : ReferenceSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return Collections.nCopies(maxTasks, settings);
    }

    @Override
    public void stop() {}

    @Override
    public ConfigDef config() {
        return new ConfigDef()
                .define(ENDPOINT, ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "URL of DynamoDB")
                .define(TABLE, ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "The table to write to")
                .define(
                        PUT_ITEM,
                        ConfigDef.Type.BOOLEAN,
                        false,
                        ConfigDef.Importance.HIGH,
                        "Whether each record is a request of its own");
    }

    @Override
    public String version() {
        return "1";
    }
}
