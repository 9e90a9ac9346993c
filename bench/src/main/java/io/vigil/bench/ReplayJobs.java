package io.vigil.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigil.schemas.Topics;
import io.vigil.stack.Endpoints;
import io.vigil.stack.VigilHome;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The replay job, and what it is measured beside.
 *
 * @param work a folder for what the jobs write
 */
record ReplayJobs(VigilHome home, Endpoints endpoints, Path work) {

    static final String REPLAY = "replay";
    static final String PARSE_ONLY = "parse only";
    static final String SPARK_CSV = "spark csv";

    /** What the replay writes to. */
    static final List<String> TOPICS = List.of(Topics.EVENTS, Topics.ALARMS);

    /** Of each driver, whatever the size of the file: as {@code ./vigil replay} has it. */
    private static final String HEAP = "-Xmx1g";

    /** As the replay job has them, in its {@code ReplayTopics}. */
    private static final List<String> PRODUCER =
            List.of("acks=all", "enable.idempotence=true", "compression.type=lz4", "linger.ms=20", "batch.size=131072");

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The whole job, into the topics events and alarms. */
    Job replay(SampleFile file) {
        return replay(REPLAY, file, TOPICS, List.of());
    }

    /** The same without the topics. */
    Job parseOnly(SampleFile file) {
        return replay(PARSE_ONLY, file, List.of(), List.of("--dry-run"));
    }

    private Job replay(String name, SampleFile file, List<String> topics, List<String> more) {
        Path report = work.resolve(name.replace(' ', '-') + "-report.json");
        Path jar = built("spark-batch/target/vigil-spark-batch.jar");
        List<String> arguments = List.of(
                "io.vigil.spark.ReplayMain",
                file.uri(),
                "--bootstrap-server",
                endpoints.bootstrapServers(),
                "--schema-registry",
                endpoints.registryUrl(),
                "--s3-endpoint",
                endpoints.s3Endpoint(),
                "--report",
                report.toString());
        List<String> command = Stream.of(
                        spark().command(List.of("-Dspark.jars=" + jar), jar.toString()), arguments, more)
                .flatMap(List::stream)
                .toList();
        return new Job(
                name, command, Map.of(), topics, output -> replayed(JSON.readTree(report.toFile()), file.rows()));
    }

    static Job.Result replayed(JsonNode report, int rows) {
        long valid = report.path("events").asLong() + report.path("alarms").asLong();
        if (valid != rows) {
            throw new BenchException("of " + rows + " rows, " + valid + " were events: " + report);
        }
        return new Job.Result(valid, report.path("seconds").asDouble());
    }

    /** Spark's own reader of the same file. */
    Job sparkCsv(SampleFile file) {
        List<String> settings = Stream.of(
                        "app.name=bench-spark-csv",
                        "hadoop.fs.s3a.endpoint=" + endpoints.s3Endpoint(),
                        "hadoop.fs.s3a.endpoint.region=" + Endpoints.S3_REGION,
                        "hadoop.fs.s3a.path.style.access=true",
                        "hadoop.fs.s3a.access.key=" + Endpoints.S3_ACCESS_KEY_ID,
                        "hadoop.fs.s3a.secret.key=" + Endpoints.S3_SECRET_ACCESS_KEY)
                .map(setting -> "-Dspark." + setting)
                .toList();
        List<String> arguments = List.of(
                "io.vigil.bench.spark.SparkCsvMain", file.uri(), String.valueOf(SampleRows.DIALECT.delimiter()));
        List<String> command = Stream.of(
                        spark().local(
                                        settings,
                                        built("bench/spark-csv/target/classes").toString()),
                        arguments)
                .flatMap(List::stream)
                .toList();
        return new Job(
                SPARK_CSV,
                command,
                Map.of(),
                List.of(),
                output -> new Job.Result(file.rows(), Double.parseDouble(Job.lastLine(output))));
    }

    /** As many records into a topic. */
    Job perfTest(int records, int valueBytes) {
        return new PerfTest(home, endpoints, HEAP).job(records, valueBytes, PRODUCER);
    }

    private SparkDriver spark() {
        return new SparkDriver(home, HEAP);
    }

    private Path built(String file) {
        return home.built(home.root().resolve(file));
    }
}
