package io.vigil.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigil.stack.Endpoints;
import io.vigil.stack.VigilHome;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    static final String PERF_TEST = "perf test";

    /** Where the perf test writes to. */
    static final String PERF_TEST_TOPIC = "bench-perf-test";

    /** Of each driver, whatever the size of the file: as {@code ./vigil replay} has it. */
    private static final String HEAP = "-Xmx1g";

    /** As the replay job has them, in its {@code ReplayTopics}. */
    private static final List<String> PRODUCER =
            List.of("acks=all", "enable.idempotence=true", "compression.type=lz4", "linger.ms=20", "batch.size=131072");

    private static final Pattern PERF_TEST_RESULT = Pattern.compile("(\\d+) records sent, ([\\d.]+) records/sec");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The whole job, into the topics events and alarms. */
    Job replay(SampleFile file) {
        return replay(REPLAY, file, List.of());
    }

    /** The same without the topics. */
    Job parseOnly(SampleFile file) {
        return replay(PARSE_ONLY, file, List.of("--dry-run"));
    }

    private Job replay(String name, SampleFile file, List<String> more) {
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
        return new Job(name, command, Map.of(), output -> replayed(JSON.readTree(report.toFile()), file.rows()));
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
                output -> new Job.Result(file.rows(), Double.parseDouble(lastLine(output))));
    }

    /** Kafka's own load generator: values of random letters, without keys. */
    Job perfTest(int records, int valueBytes) {
        List<String> command = Stream.concat(
                        Stream.of(
                                built("kafka-dist/target/kafka-dist/bin/kafka-producer-perf-test.sh")
                                        .toString(),
                                "--bootstrap-server",
                                endpoints.bootstrapServers(),
                                "--topic",
                                PERF_TEST_TOPIC,
                                "--num-records",
                                Integer.toString(records),
                                "--record-size",
                                Integer.toString(valueBytes),
                                "--throughput",
                                "-1",
                                "--command-property"),
                        PRODUCER.stream())
                .toList();
        Map<String, String> environment = Map.of("JAVA_HOME", System.getProperty("java.home"), "KAFKA_HEAP_OPTS", HEAP);
        return new Job(PERF_TEST, command, environment, output -> sent(output, records));
    }

    static Job.Result sent(String output, int records) {
        Matcher result = PERF_TEST_RESULT.matcher(lastLine(output));
        if (!result.find() || Long.parseLong(result.group(1)) != records) {
            throw new BenchException("the perf test did not send " + records + " records: " + output);
        }
        return new Job.Result(records, records / Double.parseDouble(result.group(2)));
    }

    /** What is before it may be a JVM's word about its options. */
    private static String lastLine(String output) {
        return output.strip().lines().reduce("", (before, line) -> line);
    }

    private SparkDriver spark() {
        return new SparkDriver(home, HEAP);
    }

    private Path built(String file) {
        return home.built(home.root().resolve(file));
    }
}
