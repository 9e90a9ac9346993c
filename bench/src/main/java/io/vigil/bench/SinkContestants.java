package io.vigil.bench;

import io.vigil.stack.LocalStack;
import io.vigil.stack.VigilHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The sink, and what it is measured beside.
 *
 * @param state the folder for data and logs
 * @param endpoint the URL that they write to
 * @param topic that they read
 * @param records that are in it
 */
record SinkContestants(LocalStack stack, Path state, String endpoint, String topic, int records) {

    static final String VIGIL = "vigil";
    static final String REFERENCE = "reference";
    static final String PUT_ITEM = "put item";
    static final String FLINK = "flink, 8 in flight";
    static final String FLINK_IN_ORDER = "flink, order kept";
    static final String EMR = "emr";
    static final String BARE_LOOP = "bare loop";

    /** One request for each record: who sends so many less takes as long as the others. */
    private static final int PUT_ITEM_SHARE = 20;

    /** The Connect worker's. */
    private static final String HEAP = "-Xmx768m";

    private static final int IN_FLIGHT = 8;

    /** In the order of the first run. */
    List<Contestant> all() throws IOException {
        return List.of(
                vigil(), reference(), putItem(), flink(FLINK, IN_FLIGHT), flink(FLINK_IN_ORDER, 1), emr(), bareLoop());
    }

    /**
     * Those for whom the order of a key's records is a question: several in a batch, or several requests in flight. Not
     * Amazon EMR's connector, which ends at the first batch that a key is in twice.
     */
    List<Contestant> withAnOrder() throws IOException {
        return List.of(vigil(), reference(), flink(FLINK, IN_FLIGHT), flink(FLINK_IN_ORDER, 1));
    }

    /** The product with its defaults. */
    private Contestant vigil() {
        return connector(
                VIGIL,
                records,
                Map.of(
                        "connector.class",
                        "io.vigil.dynamo.DynamoDbSinkConnector",
                        "aws.region",
                        BenchClient.REGION.id(),
                        "aws.access.key.id",
                        BenchClient.CREDENTIAL,
                        "aws.secret.access.key",
                        BenchClient.CREDENTIAL,
                        "table.name.format",
                        Endpoint.TABLE));
    }

    /** What only converts and writes, the same way. */
    private Contestant reference() {
        return reference(REFERENCE, records, false);
    }

    /** What sends each record by itself. */
    private Contestant putItem() {
        return reference(PUT_ITEM, Math.max(1, records / PUT_ITEM_SHARE), true);
    }

    private Contestant reference(String name, int records, boolean putItem) {
        return connector(
                name,
                records,
                Map.of(
                        "connector.class",
                        "io.vigil.bench.reference.ReferenceSinkConnector",
                        "table",
                        Endpoint.TABLE,
                        "put.item",
                        Boolean.toString(putItem)));
    }

    private Contestant connector(String name, int records, Map<String, String> own) {
        Map<String, String> settings = new HashMap<>(own);
        settings.put("aws.endpoint", endpoint);
        return new SinkConnector(name, records, stack, topic, settings);
    }

    /** Flink's sink. It keeps the order of a key only with one request in flight. */
    private Contestant flink(String name, int inFlight) throws IOException {
        Path work = Files.createDirectories(state.resolve("data/contestants/flink-sink"));
        Stream<String> opened = Stream.of("java.util", "java.lang", "java.nio", "sun.nio.ch")
                .map(inside -> "--add-opens=java.base/" + inside + "=ALL-UNNAMED");
        return process(
                name,
                Stream.of(
                                Stream.of(ChildJvm.JAVA, HEAP),
                                opened,
                                Stream.of(
                                        "-Djava.io.tmpdir=" + work,
                                        "-cp",
                                        classPath("bench/flink-sink/target"),
                                        "io.vigil.bench.flinksink.FlinkSinkMain",
                                        stack.endpoints().bootstrapServers(),
                                        topic,
                                        endpoint,
                                        Endpoint.TABLE,
                                        Integer.toString(inFlight)))
                        .flatMap(options -> options)
                        .toList());
    }

    /** Amazon EMR's connector, which sends one request after the other. It ends at the first item left unprocessed. */
    private Contestant emr() {
        return process(
                EMR,
                List.of(
                        ChildJvm.JAVA,
                        HEAP,
                        "-cp",
                        classPath("bench/emr-sink/target"),
                        "io.vigil.bench.emrsink.EmrSinkMain",
                        stack.endpoints().bootstrapServers(),
                        topic,
                        endpoint,
                        Endpoint.TABLE));
    }

    /** What the SDK's asynchronous client does without Kafka: the limit. */
    Contestant bareLoop() {
        return process(BARE_LOOP, ChildJvm.command(List.of(HEAP), BareLoopMain.class, endpoint, records));
    }

    private Contestant process(String name, List<String> command) {
        return new SinkProcess(name, records, state.resolve("logs"), command);
    }

    private static String classPath(String target) {
        VigilHome home = VigilHome.locate();
        Path built = home.built(home.root().resolve(target));
        return built.resolve("classes") + ":" + built.resolve("lib") + "/*";
    }
}
