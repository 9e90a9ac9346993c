package io.vigil.spark;

import io.vigil.schemas.RejectionReason;
import io.vigil.schemas.csv.CsvDialect;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/** Finds files, cuts them into splits, and makes records of their rows, in one pass and with nothing collected. */
final class ReplayJob {

    /** How long a split is at the most; Spark's own name, and its default of 128 MiB. */
    private static final String SPLIT_LENGTH = "spark.sql.files.maxPartitionBytes";

    private static final String ROWS = "rows";

    private final SparkSession session;
    private final JavaSparkContext spark;
    private final Broadcast<SerializableConfiguration> hadoop;
    private final CsvDialect dialect;
    private final Destination destination;
    private final int maxRate;
    private final PrintWriter log;

    ReplayJob(SparkSession session, CsvDialect dialect, Destination destination, int maxRate, PrintWriter log) {
        this.session = session;
        this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        this.hadoop = spark.broadcast(
                new SerializableConfiguration(session.sessionState().newHadoopConf()));
        this.dialect = dialect;
        this.destination = destination;
        this.maxRate = maxRate;
        this.log = log;
    }

    /**
     * Replays.
     *
     * @param uris see {@link InputFiles#find}
     * @param schemaIds by topic
     * @param topics to write to; without them all is only read
     * @param now tells which times are too far ahead
     * @throws InputException if a file is no good; then nothing was written
     * @throws InterruptedException if this thread is
     */
    Report run(List<String> uris, Map<String, Integer> schemaIds, Optional<ReplayTopics> topics, Instant now)
            throws InputException, InterruptedException {
        long began = System.nanoTime();
        List<InputFile> files = new InputFiles(spark, hadoop, dialect).find(uris);
        List<FileSplit> splits = LineCount.count(cut(files), spark, hadoop);
        log.printf("replay: %d files in %d splits%n", files.size(), splits.size());
        log.flush();
        LongAccumulator rowsRead = session.sparkContext().longAccumulator("rows read");
        session.sparkContext().addSparkListener(new Progress(log, rowsRead));
        int tasks = tasks(splits, files);
        SplitRecords toRecords = new SplitRecords(
                hadoop, dialect, destination, schemaIds, now, rowsRead, new RecordRate(maxRate, tasks));
        Dataset<Row> records =
                session.createDataFrame(spark.parallelize(splits, tasks).flatMap(toRecords), SplitRecords.SCHEMA);
        Observation counts = new Observation("replay");
        Column[] others = counted();
        Dataset<Row> observed =
                records.observe(counts, functions.count(functions.lit(1)).as(ROWS), others);
        topics.ifPresentOrElse(
                present -> present.write(observed),
                () -> observed.write().format("noop").mode("overwrite").save());
        return report(files.size(), counts.getAsJava(), (System.nanoTime() - began) / 1e9, topics.isPresent());
    }

    private List<FileSplit> cut(List<InputFile> files) {
        long length = JavaUtils.byteStringAsBytes(session.conf().get(SPLIT_LENGTH));
        List<FileSplit> splits = new ArrayList<>();
        files.forEach(file -> splits.addAll(FileSplit.of(file, length)));
        return splits;
    }

    /**
     * How many tasks there are: one for a split, but few for many small files. With a rate, no more than run at a time,
     * as each of them has its share of it.
     */
    private int tasks(List<FileSplit> splits, List<InputFile> files) {
        int parallelism = spark.defaultParallelism();
        long bytes = files.stream().mapToLong(InputFile::length).sum();
        long length = JavaUtils.byteStringAsBytes(session.conf().get(SPLIT_LENGTH));
        long wanted = maxRate > 0 ? parallelism : Math.max(4L * parallelism, bytes / length + 1);
        return (int) Math.min(splits.size(), wanted);
    }

    private static Column[] counted() {
        List<Column> counted = new ArrayList<>();
        counted.add(outcome(SplitRecords.EVENT));
        counted.add(outcome(SplitRecords.ALARM));
        Arrays.stream(RejectionReason.values())
                .map(reason -> outcome(reason.label()))
                .forEach(counted::add);
        counted.add(
                functions.count_if(functions.col(SplitRecords.POSITION_REMOVED)).as(SplitRecords.POSITION_REMOVED));
        return counted.toArray(Column[]::new);
    }

    private static Column outcome(String value) {
        return functions
                .count_if(functions.col(SplitRecords.OUTCOME).equalTo(value))
                .as(value);
    }

    private static Report report(int files, Map<String, Object> counts, double seconds, boolean isWritten) {
        Map<String, Long> rejected = new TreeMap<>();
        for (RejectionReason reason : RejectionReason.values()) {
            long count = (Long) counts.get(reason.label());
            if (count > 0) {
                rejected.put(reason.label(), count);
            }
        }
        return new Report(
                files,
                (Long) counts.get(ROWS),
                (Long) counts.get(SplitRecords.EVENT),
                (Long) counts.get(SplitRecords.ALARM),
                rejected,
                (Long) counts.get(SplitRecords.POSITION_REMOVED),
                seconds,
                isWritten);
    }
}
