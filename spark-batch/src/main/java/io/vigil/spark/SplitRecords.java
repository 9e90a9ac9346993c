package io.vigil.spark;

import io.vigil.schemas.DeadLetterHeaders;
import io.vigil.schemas.DeviceEventSerializer;
import io.vigil.schemas.EventCode;
import io.vigil.schemas.EventHeaders;
import io.vigil.schemas.Topics;
import io.vigil.schemas.csv.CsvColumns;
import io.vigil.schemas.csv.CsvDialect;
import io.vigil.schemas.csv.CsvEventReader;
import io.vigil.schemas.csv.CsvRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/** Makes a record for Kafka of each row of a split, in the columns that Spark's Kafka sink takes, and counts it. */
final class SplitRecords implements FlatMapFunction<FileSplit, Row> {

    static final StructType SCHEMA = new StructType()
            .add("topic", DataTypes.StringType)
            .add("key", DataTypes.BinaryType)
            .add("value", DataTypes.BinaryType)
            .add(
                    "headers",
                    DataTypes.createArrayType(
                            new StructType().add("key", DataTypes.StringType).add("value", DataTypes.BinaryType)));

    private static final long serialVersionUID = 1;
    private static final Row[] NO_HEADERS = {};

    private final Broadcast<SerializableConfiguration> hadoop;
    private final CsvDialect dialect;
    private final Destination destination;
    private final Map<String, Integer> schemaIds;
    private final Instant now;
    private final RowCounts counts;
    private final RecordRate rate;

    /**
     * The function.
     *
     * @param schemaIds by topic; without any, as nothing is written, events get no value
     * @param now tells which times are too far ahead, the same for all splits
     * @param counts is told of each row
     * @param rate at which one task may make records
     */
    SplitRecords(
            Broadcast<SerializableConfiguration> hadoop,
            CsvDialect dialect,
            Destination destination,
            Map<String, Integer> schemaIds,
            Instant now,
            RowCounts counts,
            RecordRate rate) {
        this.hadoop = hadoop;
        this.dialect = dialect;
        this.destination = destination;
        this.schemaIds = Map.copyOf(schemaIds);
        this.now = now;
        this.counts = counts;
        this.rate = rate;
    }

    @Override
    public Iterator<Row> call(FileSplit split) throws IOException {
        CsvEventReader rows = open(split, hadoop.value().value());
        TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> close(rows));
        return new Records(split.file().uri(), rows, rate.limiter());
    }

    private CsvEventReader open(FileSplit split, Configuration configuration) throws IOException {
        InstantSource clock = InstantSource.fixed(now);
        InputStream in = InputFiles.open(split.file().uri(), split.bounds().readFrom(), configuration);
        return split.file().isGzipped()
                ? CsvEventReader.open(in, dialect, clock)
                : CsvEventReader.openSplit(in, CsvColumns.of(split.file().header(), dialect), split.bounds(), clock);
    }

    private static void close(CsvEventReader rows) {
        try {
            rows.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Records implements Iterator<Row> {

        private final DeviceEventSerializer serializer = DeviceEventSerializer.withSchemaIds(schemaIds);
        private final String file;
        private final CsvEventReader rows;
        private final RecordRate.Limiter limiter;
        private long line = 1;

        Records(String file, CsvEventReader rows, RecordRate.Limiter limiter) {
            this.file = file;
            this.rows = rows;
            this.limiter = limiter;
        }

        @Override
        public boolean hasNext() {
            try {
                return rows.hasNext();
            } catch (UncheckedIOException e) {
                throw new UnreadableFileException(file, line, e.getCause());
            }
        }

        @Override
        public Row next() {
            CsvRow row = rows.next();
            line = row.line();
            limiter.acquire();
            return row instanceof CsvRow.Rejected rejected ? deadLetter(rejected) : record((CsvRow.Event) row);
        }

        private Row record(CsvRow.Event row) {
            String topic = destination.topicOf(row.event().getEventCode());
            counts.event(EventCode.isAlarm(row.event().getEventCode()), row.positionRemoved());
            return RowFactory.create(
                    topic,
                    utf8(row.event().getDeviceId()),
                    schemaIds.isEmpty() ? null : serializer.serialize(topic, row.event()),
                    row.positionRemoved()
                            ? new Row[] {header(EventHeaders.POSITION_REMOVED, EventHeaders.POSITION_INVALID)}
                            : NO_HEADERS);
        }

        private Row deadLetter(CsvRow.Rejected row) {
            counts.rejected(row.reason());
            Row[] headers = {
                header(DeadLetterHeaders.REASON, row.reason().label()),
                header(DeadLetterHeaders.DETAIL, row.detail()),
                header(DeadLetterHeaders.SOURCE_FILE, file),
                header(DeadLetterHeaders.SOURCE_LINE, Long.toString(row.line()))
            };
            return RowFactory.create(Topics.DEVICE_EVENTS_DLQ, null, row.bytes(), headers);
        }
    }

    private static Row header(String name, String value) {
        return RowFactory.create(name, utf8(value));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
