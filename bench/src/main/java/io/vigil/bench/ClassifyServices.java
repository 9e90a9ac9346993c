package io.vigil.bench;

import io.vigil.events.DeviceEvent;
import io.vigil.schemas.Topics;
import io.vigil.stack.Endpoints;
import io.vigil.stack.VigilHome;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** The classifier, and what it is measured beside. */
record ClassifyServices(VigilHome home, Endpoints endpoints) {

    static final String PASSTHROUGH = "passthrough";
    static final String FLINK_EXACTLY_ONCE = "flink, exactly once";
    static final String SPARK = "spark, at least once";

    /** Of each JVM. */
    private static final String HEAP = "-Xmx1g";

    /** In the order of the first run. */
    List<Service> all(List<Integer> threads) {
        List<Service> all = new ArrayList<>();
        threads.forEach(
                number -> all.addAll(List.of(vigilExactlyOnce(number), vigilAtLeastOnce(number), passthrough(number))));
        all.add(copyLoop(true));
        all.add(copyLoop(false));
        all.add(flink());
        all.add(flink("flink, at least once", false));
        all.add(spark(SPARK, Duration.ZERO));
        return all;
    }

    static String vigil(int threads) {
        return withThreads("vigil, exactly once", threads);
    }

    static String passthroughName(int threads) {
        return withThreads(PASSTHROUGH + ", exactly once", threads);
    }

    private static String withThreads(String name, int threads) {
        return name + ", " + threads + (threads == 1 ? " thread" : " threads");
    }

    /** The product with its defaults. */
    Service vigilExactlyOnce(int threads) {
        return new Service(
                vigil(threads),
                true,
                (id, work) -> java(
                        classifierClassPath(),
                        "io.vigil.classifier.ClassifierMain",
                        "--config",
                        classifierSettings(id, work, threads)));
    }

    /** The product with the one setting that it lets nobody change. */
    private Service vigilAtLeastOnce(int threads) {
        return new Service(
                withThreads("vigil, at least once", threads),
                true,
                (id, work) -> java(
                        passthroughClassPath(),
                        "io.vigil.classifier.AtLeastOnceMain",
                        classifierSettings(id, work, threads)));
    }

    private String classifierSettings(String id, Path work, int threads) throws IOException {
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "bootstrap.servers",
                endpoints.bootstrapServers(),
                "schema.registry.url",
                endpoints.registryUrl(),
                "application.id",
                id,
                "state.dir",
                work.resolve("state").toString(),
                "num.stream.threads",
                Integer.toString(threads),
                "http.port",
                "0"));
        Path file = work.resolve("classifier.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            settings.store(writer, null);
        }
        return file.toString();
    }

    /** What any Kafka Streams application costs. */
    private Service passthrough(int threads) {
        return new Service(
                passthroughName(threads),
                false,
                (id, work) -> java(
                        passthroughClassPath(),
                        "io.vigil.bench.streams.PassthroughMain",
                        endpoints.bootstrapServers(),
                        id,
                        work.toString(),
                        Integer.toString(threads)));
    }

    /** What Kafka's clients cost. */
    Service copyLoop(boolean exactlyOnce) {
        return new Service(
                exactlyOnce ? "copy loop, exactly once" : "copy loop, at least once",
                false,
                (id, work) -> ChildJvm.command(
                        List.of(HEAP), CopyLoopMain.class, endpoints.bootstrapServers(), id, exactlyOnce));
    }

    /** Exactly once, with a checkpoint each second. */
    Service flink() {
        return flink(FLINK_EXACTLY_ONCE, true);
    }

    private Service flink(String name, boolean exactlyOnce) {
        return new Service(
                name,
                true,
                (id, work) -> java(
                        classPath(built("bench/flink-classify/target")),
                        // Avro makes objects only of classes that it is told to trust.
                        "-Dorg.apache.avro.SERIALIZABLE_CLASSES=" + DeviceEvent.class.getName(),
                        "-Djava.io.tmpdir=" + work,
                        "io.vigil.bench.flink.FlinkClassifyMain",
                        endpoints.bootstrapServers(),
                        id,
                        Boolean.toString(exactlyOnce)));
    }

    /**
     * Structured Streaming.
     *
     * @param batches what is from one batch's beginning to the next's; zero for no more than a batch takes
     */
    Service spark(String name, Duration batches) {
        return new Service(
                name,
                true,
                (id, work) -> Stream.concat(
                                new SparkDriver(home, HEAP)
                                                .local(
                                                        List.of("-Dspark.app.name=" + id, "-Djava.io.tmpdir=" + work),
                                                        classPath(built("bench/spark-classify/target")))
                                                .stream(),
                                Stream.of(
                                        "io.vigil.bench.spark.SparkClassifyMain",
                                        endpoints.bootstrapServers(),
                                        work.resolve("checkpoints").toUri().toString(),
                                        DeviceEvent.getClassSchema().toString(),
                                        Topics.DEVICE_EVENTS,
                                        Topics.EVENTS,
                                        Topics.ALARMS,
                                        Long.toString(batches.toMillis())))
                        .toList());
    }

    private String classifierClassPath() {
        return classPath(built("streams-classifier/target"));
    }

    /** With the classifier's own libraries, so that both have the same Kafka Streams. */
    private String passthroughClassPath() {
        return built("bench/streams-passthrough/target/classes") + ":" + classifierClassPath();
    }

    private static String classPath(Path target) {
        return target.resolve("classes") + ":" + target.resolve("lib") + "/*";
    }

    private static List<String> java(String classPath, String... more) {
        return Stream.concat(Stream.of(ChildJvm.JAVA, HEAP, "-cp", classPath), Stream.of(more))
                .toList();
    }

    private Path built(String file) {
        return home.built(home.root().resolve(file));
    }
}
