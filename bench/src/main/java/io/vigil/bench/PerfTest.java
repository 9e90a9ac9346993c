package io.vigil.bench;

import io.vigil.stack.Endpoints;
import io.vigil.stack.VigilHome;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Kafka's own load generator: values of random letters, without keys. */
record PerfTest(VigilHome home, Endpoints endpoints, String heap) {

    static final String NAME = "perf test";

    /** Where it writes to. */
    static final String TOPIC = "bench-perf-test";

    private static final Pattern RESULT = Pattern.compile("(\\d+) records sent, ([\\d.]+) records/sec");

    /**
     * As many records of one length as fast as it can.
     *
     * @param settings of the producer, {@code name=value}
     */
    Job job(int records, int valueBytes, List<String> settings) {
        List<String> command = Stream.concat(
                        Stream.of(
                                home.built(home.root()
                                                .resolve(
                                                        "kafka-dist/target/kafka-dist/bin/kafka-producer-perf-test.sh"))
                                        .toString(),
                                "--bootstrap-server",
                                endpoints.bootstrapServers(),
                                "--topic",
                                TOPIC,
                                "--num-records",
                                Integer.toString(records),
                                "--record-size",
                                Integer.toString(valueBytes),
                                "--throughput",
                                "-1",
                                "--command-property"),
                        settings.stream())
                .toList();
        Map<String, String> environment = Map.of("JAVA_HOME", System.getProperty("java.home"), "KAFKA_HEAP_OPTS", heap);
        return new Job(NAME, command, environment, List.of(TOPIC), output -> sent(output, records));
    }

    static Job.Result sent(String output, int records) {
        Matcher result = RESULT.matcher(Job.lastLine(output));
        if (!result.find() || Long.parseLong(result.group(1)) != records) {
            throw new BenchException("the perf test did not send " + records + " records: " + output);
        }
        return new Job.Result(records, records / Double.parseDouble(result.group(2)));
    }
}
