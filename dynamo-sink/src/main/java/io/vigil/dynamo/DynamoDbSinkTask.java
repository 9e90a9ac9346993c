package io.vigil.dynamo;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/**
 * One task of the connector. {@code put} returns when all it was given is written, so the offsets that Connect commits
 * behind it are right without any bookkeeping.
 */
public final class DynamoDbSinkTask extends SinkTask {

    private StartedTask started;

    /** Made by the Connect worker. */
    public DynamoDbSinkTask() {}

    /**
     * Connects.
     *
     * @throws ConnectException if no client can be made of the options
     */
    @Override
    public void start(Map<String, String> properties) {
        started = StartedTask.start(new DynamoDbSinkConfig(properties).options(), context);
    }

    /**
     * Checks the tables of the partitions that the task gets, before it gets a record of them.
     *
     * @throws ConnectException if a table is missing or has another key, or DynamoDB refuses; says which and why
     */
    @Override
    public void open(Collection<TopicPartition> partitions) {
        started.open(partitions);
    }

    /**
     * Writes records.
     *
     * @throws RetriableException if DynamoDB is throttling or away: the worker hands the same records in again
     * @throws ConnectException if it refuses, a record can never be written and there is nobody to report it to, or a key
     *     is by its schema of another type than the table's
     */
    @Override
    public void put(Collection<SinkRecord> records) {
        started.put(records);
    }

    @Override
    public void stop() {
        if (started != null) {
            started.close();
        }
    }

    @Override
    public String version() {
        return PluginVersion.get();
    }
}
