package io.vigil.dynamo;

import io.vigil.dynamo.SinkOptions.ItemOptions;
import io.vigil.dynamo.SinkOptions.MalformedRecords;
import io.vigil.dynamo.SinkOptions.NullValues;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A task that is connected to its tables. */
final class StartedTask implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StartedTask.class);

    private final SinkOptions options;
    private final ItemOptions items;
    private final Tables tables;
    private final RecordConverter converter;
    private final BatchWriter writer;
    private final SinkTaskContext context;
    private final ErrantRecordReporter reporter;
    private final DynamoDbConnection connection;
    private final SinkMetrics metrics;

    private StartedTask(SinkOptions options, SinkTaskContext context, DynamoDbConnection connection) {
        this.options = options;
        this.tables = new Tables(connection.client(), options);
        this.converter = new RecordConverter(options);
        this.context = context;
        this.reporter = context.errantRecordReporter();
        this.items = options.items();
        this.connection = connection;
        this.metrics = SinkMetrics.publishedBy(context);
        WriteBudget budget = new WriteBudget(options.writing().unitsPerSecond());
        this.writer = new BatchWriter(new Requests(connection.client(), budget, metrics), options.writing(), metrics);
    }

    /**
     * Connects. The worker has given the task no partitions yet, so its tables are checked in {@link #open}.
     *
     * @throws ConnectException if no client can be made
     */
    static StartedTask start(SinkOptions options, SinkTaskContext context) {
        return new StartedTask(options, context, DynamoDbConnection.open(options.connection()));
    }

    /**
     * Checks the tables of partitions that the task gets.
     *
     * @throws ConnectException if a table is missing or has another key, or DynamoDB refuses
     */
    void open(Collection<TopicPartition> partitions) {
        partitions.stream()
                .map(TopicPartition::topic)
                .map(options.tables()::tableOf)
                .distinct()
                .forEach(tables::check);
    }

    void put(Collection<SinkRecord> records) {
        metrics.publish();
        // The later of two records with one key wins, and only it is sent: a request must not hold a key twice.
        Map<ItemWrite.Key, ItemWrite> writes = new LinkedHashMap<>();
        Map<SinkRecord, Exception> rejected = new LinkedHashMap<>();
        int ignored = 0;
        for (SinkRecord record : records) {
            try {
                Optional<ItemWrite> converted = convert(record);
                converted.ifPresent(write -> writes.merge(write.key(), write, ItemWrite::newerOf));
                ignored += converted.isPresent() ? 0 : 1;
            } catch (MalformedRecordException e) {
                rejected.put(record, e);
            }
        }
        int superseded = records.size() - ignored - rejected.size() - writes.size();
        rejected.putAll(writer.write(writes.values(), context));
        metrics.ignored(ignored);
        metrics.superseded(superseded);
        metrics.rejected(rejected.size());
        // Only now, as the worker may have to hand the same records in again.
        rejected.forEach(this::report);
    }

    private Optional<ItemWrite> convert(SinkRecord record) {
        if (record.value() != null) {
            return Optional.of(checked(converter.convert(record), record.valueSchema()));
        }
        return switch (items.onNullValue()) {
            case IGNORE -> Optional.empty();
            case DELETE -> Optional.of(checked(converter.convertToDelete(record), record.keySchema()));
            case FAIL, REPORT -> throw new MalformedRecordException("The record has no value");
        };
    }

    /** Before it costs a whole batch: DynamoDB refuses all of it for one key of another type. */
    private ItemWrite checked(ItemWrite write, Schema schema) {
        tables.checkTypes(write.key(), schema);
        return write;
    }

    /** What can never be written goes to the reporter; without one the task fails, since to go on would lose it. */
    private void report(SinkRecord record, Exception reason) {
        if (failsTheTask(record)) {
            throw failure(
                    record,
                    reason,
                    "The options ask for this: see " + DynamoDbSinkConfig.MALFORMED_RECORDS + " and "
                            + DynamoDbSinkConfig.NULL_VALUES + '.');
        }
        if (reporter == null) {
            throw failure(
                    record,
                    reason,
                    "To go on without such records, set errors.tolerance=all and "
                            + "errors.deadletterqueue.topic.name.");
        }
        LOG.debug(
                "action=report topic={} partition={} offset={}",
                record.topic(),
                record.kafkaPartition(),
                record.kafkaOffset());
        reporter.report(record, reason);
    }

    private boolean failsTheTask(SinkRecord record) {
        if (record.value() == null && items.onNullValue() != NullValues.DELETE) {
            return items.onNullValue() == NullValues.FAIL;
        }
        return items.onMalformedRecord() == MalformedRecords.FAIL;
    }

    private static ConnectException failure(SinkRecord record, Exception reason, String wayOut) {
        return new DataException(
                "The record at " + record.topic() + '-' + record.kafkaPartition() + '@' + record.kafkaOffset()
                        + " can never be written: " + reason.getMessage() + ". " + wayOut,
                reason);
    }

    @Override
    public void close() {
        writer.close();
        connection.close();
        metrics.close();
    }
}
