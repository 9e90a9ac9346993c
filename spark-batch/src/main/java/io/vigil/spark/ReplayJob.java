package io.vigil.spark;

import io.vigil.schemas.csv.CsvDialect;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** Finds files, cuts them into splits, and makes records of their rows, in one pass and with nothing collected. */
final class ReplayJob {

    /** How long a split is at the most; Spark's own name, and its default of 128 MiB. */
    private static final String MAX_SPLIT_LENGTH = "spark.sql.files.maxPartitionBytes";

    /** How long a split is at the least where a file is cut for the sake of more tasks: Spark's own default. */
    private static final long MIN_SPLIT_LENGTH = 4 * 1024 * 1024;

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
     */
    Report run(List<String> uris, Map<String, Integer> schemaIds, Optional<ReplayTopics> topics, Instant now)
            throws InputException {
        long began = System.nanoTime();
        List<InputFile> files = new InputFiles(spark, hadoop, dialect).find(uris);
        long bytes = files.stream().mapToLong(InputFile::length).sum();
        long splitLength = splitLength(bytes);
        List<FileSplit> splits = LineCount.count(cut(files, splitLength), spark, hadoop);
        log.printf("replay: %d files in %d splits%n", files.size(), splits.size());
        log.flush();
        RowCounts counts = new RowCounts(session.sparkContext());
        session.sparkContext().addSparkListener(new Progress(log, counts));
        int tasks = tasks(splits.size(), bytes / splitLength + 1);
        SplitRecords toRecords =
                new SplitRecords(hadoop, dialect, destination, schemaIds, now, counts, new RecordRate(maxRate, tasks));
        Dataset<Row> records =
                session.createDataFrame(spark.parallelize(splits, tasks).flatMap(toRecords), SplitRecords.SCHEMA);
        topics.ifPresentOrElse(
                present -> present.write(records),
                () -> records.write().format("noop").mode("overwrite").save());
        return counts.report(files.size(), (System.nanoTime() - began) / 1e9, topics.isPresent());
    }

    /** As Spark cuts its own files: short enough for all cores to have one, within limits. */
    private long splitLength(long bytes) {
        long longest = JavaUtils.byteStringAsBytes(session.conf().get(MAX_SPLIT_LENGTH));
        return Math.min(longest, Math.max(MIN_SPLIT_LENGTH, bytes / spark.defaultParallelism()));
    }

    private static List<FileSplit> cut(List<InputFile> files, long splitLength) {
        List<FileSplit> splits = new ArrayList<>();
        files.forEach(file -> splits.addAll(FileSplit.of(file, splitLength)));
        return splits;
    }

    /**
     * How many tasks there are: one for a split, but few for many small files. With a rate, no more than run at a time,
     * as each of them has its share of it.
     */
    private int tasks(int splits, long fullSplits) {
        int parallelism = spark.defaultParallelism();
        long wanted = maxRate > 0 ? parallelism : Math.max(4L * parallelism, fullSplits);
        return (int) Math.min(splits, wanted);
    }
}
