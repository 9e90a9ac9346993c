package io.vigil.bench.faults;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import dev.failsafe.function.CheckedSupplier;
import io.vigil.bench.BenchException;
import io.vigil.bench.ChildProcess;
import io.vigil.schemas.SchemaRegistryClient;
import io.vigil.schemas.Topics;
import io.vigil.stack.ConnectWorker;
import io.vigil.stack.LocalStack;
import io.vigil.stack.Part;
import io.vigil.stack.StackConfig;
import io.vigil.stack.VigilCommands;
import io.vigil.stack.VigilHome;
import io.vigil.stack.dynamodb.FaultProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The local stack, with a proxy between the sink and DynamoDB, and what a fault needs to have in its hands. */
final class FaultyStack implements AutoCloseable {

    private static final List<String> CONNECTORS = List.of("vigil-alarms", "vigil-events");

    /** What may break. */
    static final List<Part> PARTS =
            List.of(Part.BROKER, Part.REGISTRY, Part.DYNAMODB, Part.CONNECT, Part.CLASSIFIER, Part.API);

    private static final long ANSWER_SECONDS = 300;
    private static final String CLASSIFIER_GROUP = "vigil-classifier";

    /** A member of a group that is gone without a word is waited for, 45 s by Kafka's default. */
    private static final Duration AT_MOST = Duration.ofMinutes(2);

    private static final Duration RECONCILED_WITHIN = Duration.ofMinutes(20);

    private final Path state;
    private final LocalStack stack;
    private final FaultProxy dynamoDb;
    private final Admin admin;
    private final BrokerCluster brokers;
    private final KafkaProducer<byte[], byte[]> bytes;
    private final AlarmProbe probe;
    private final VigilCommands commands;
    private final ConnectWorker connect;
    private final List<CompletableFuture<Void>> starting = new ArrayList<>();
    private final ExecutorService executor = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "bench-start");
        thread.setDaemon(true);
        return thread;
    });
    private Part lostBroker;
    private ChildProcess load;
    private ChildProcess secondClassifier;
    private OwnClock clock;
    private Future<Void> ownClockGone;
    private int loads;
    private long sent;

    private FaultyStack(Path state, LocalStack stack, FaultProxy dynamoDb) {
        this.state = state;
        this.stack = stack;
        this.dynamoDb = dynamoDb;
        Map<String, Object> settings =
                Map.of("bootstrap.servers", stack.endpoints().bootstrapServers());
        admin = Admin.create(settings);
        brokers = new BrokerCluster(admin);
        bytes = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        probe = new AlarmProbe(stack.endpoints());
        commands = new VigilCommands(VigilHome.locate(), stack.endpoints());
        connect = new ConnectWorker(stack.endpoints().connectUrl());
    }

    /**
     * Starts all, and returns when an alarm comes through.
     *
     * @param state the folder for data and logs; what is in it is deleted
     * @param brokers how many, 1 or 3
     */
    static FaultyStack start(Path state, int brokers, Consumer<String> progress)
            throws IOException, InterruptedException {
        LocalStack stack = new LocalStack(
                StackConfig.everything(state)
                        .onFreePorts()
                        .withParts(parts(brokers).toArray(Part[]::new)),
                progress);
        // A signal ends the JVM through this; children have hooks of their own.
        Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "bench-stop"));
        stack.wipe().start();
        FaultProxy dynamoDb = new FaultProxy(URI.create(stack.endpoints().dynamoDbEndpoint()));
        FaultyStack faulty = new FaultyStack(state, stack, dynamoDb);
        faulty.changeConnectors(Map.of("aws.endpoint", dynamoDb.endpoint().toString()));
        get(faulty.probe.send());
        return faulty;
    }

    /** What runs where there are so many brokers. */
    static List<Part> parts(int brokers) {
        return Stream.concat(PARTS.stream(), IntStream.rangeClosed(2, brokers).mapToObj(Part::broker))
                .toList();
    }

    LocalStack stack() {
        return stack;
    }

    FaultProxy dynamoDb() {
        return dynamoDb;
    }

    AlarmProbe probe() {
        return probe;
    }

    /** Starts a part, and what it has to do. */
    void start(Part part) throws InterruptedException {
        start(part, Map.of());
    }

    private void start(Part part, Map<String, String> environment) throws InterruptedException {
        stack.start(part, environment);
        if (part == Part.CONNECT) {
            awaitConnectors();
        }
    }

    /** Starts a part that may have to wait for others. */
    void beginToStart(Part part) {
        starting.add(CompletableFuture.runAsync(() -> stack.start(part), executor));
    }

    /** Returns when those have started that were begun to. */
    void awaitStarted() throws InterruptedException {
        starting.forEach(FaultyStack::get);
        starting.clear();
        awaitConnectors();
    }

    /** Kills one of three brokers. */
    void loseBroker(Function<BrokerCluster, Part> which) {
        lostBroker = which.apply(brokers);
        stack.kill(lostBroker);
    }

    /**
     * Starts that broker again, but not before others lead what it has led and an alarm that was sent then is in its table.
     * Returns when each copy is in sync.
     */
    void bringBrokerBack() throws InterruptedException {
        await(
                "no other broker leads what " + lostBroker.id() + " has led",
                () -> brokers.isLedByOthersThan(lostBroker));
        get(probe.send());
        start(lostBroker);
        await("the copies of " + lostBroker.id() + " are not in sync", brokers::isInSync);
    }

    /** Lets both connectors run with this many tasks at most. */
    void runTasks(String tasks) throws InterruptedException {
        changeConnectors(Map.of("tasks.max", tasks));
    }

    private void changeConnectors(Map<String, String> settings) throws InterruptedException {
        for (String connector : CONNECTORS) {
            connect.change(connector, settings);
        }
        awaitConnectors();
    }

    private void awaitConnectors() throws InterruptedException {
        for (String connector : CONNECTORS) {
            connect.awaitRunning(connector);
        }
    }

    /** Returns when the fleet that was started last has sent an event. */
    void awaitEvents() {
        long before = recordsIn(Topics.DEVICE_EVENTS);
        await("the fleet sends nothing", () -> recordsIn(Topics.DEVICE_EVENTS) > before);
    }

    /** Stops a part, and starts it with a wall clock of its own, which is right as yet. */
    void startWithOwnClock(Part part) throws IOException, InterruptedException {
        Path library = OwnClock.library().orElseThrow(() -> new BenchException(OwnClock.HOW_TO_GET_IT));
        Path settings = Files.createDirectories(state.resolve("settings"));
        clock = new OwnClock(library, settings.resolve(part.id() + ".clock"));
        stack.stop(part);
        start(part, clock.environment());
        ownClockGone = clock.watch(stack.process(part));
    }

    /** Lets that clock be so far ahead, or behind when that is negative. */
    void setClock(Duration ahead) throws IOException {
        clock.set(ahead);
    }

    /** Stops a part, and starts it with the clock that all have. */
    void startWithRightClock(Part part) throws InterruptedException {
        stack.stop(part);
        get(ownClockGone);
        start(part);
    }

    /** Sends alarms one after the other for so long, but one at least, and returns when all are in their table. */
    void sendAlarmsFor(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        do {
            get(probe.send());
        } while (System.nanoTime() - end < 0);
    }

    /** Lets no file of a part's process grow beyond this, as if the disk were full; {@code unlimited} lets them again. */
    void limitFiles(Part part, String bytes) throws IOException, InterruptedException {
        run(
                "prlimit",
                "--fsize=" + bytes + ":unlimited",
                "--pid=" + stack.process(part).pid());
    }

    /** Sends a signal, as STOP, to the fleet. */
    void signalLoad(String signal) throws IOException, InterruptedException {
        run("kill", "-" + signal, Long.toString(load.handle().pid()));
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new BenchException("could not do: " + String.join(" ", command));
        }
    }

    /** Starts a fleet that sends this many events at this rate a second, and then ends. */
    ChildProcess load(int devices, double rate, long events, long seed) {
        sent += events;
        List<String> command = commands.simulate(
                "--devices=" + devices, "--rate=" + rate, "--events=" + events, "--seed=" + (seed + loads));
        load = ChildProcess.start("load-" + ++loads, logs(), command);
        return load;
    }

    /** Starts one more instance of the classifier, and returns when it has its share. */
    void startSecondClassifier() throws IOException {
        startSecondClassifier("classifier-2", command -> command);
    }

    /** Starts one more instance of the classifier, with an older Kafka Streams, and returns when it has its share. */
    void startOlderClassifier() throws IOException {
        VigilHome home = commands.home();
        Path jars = home.built(home.root().resolve("bench/older-classifier/target/lib"));
        startSecondClassifier("classifier-older", command -> {
            List<String> older = new ArrayList<>(command);
            older.set(older.indexOf("-cp") + 1, jars + "/*");
            return older;
        });
    }

    private void startSecondClassifier(String name, UnaryOperator<List<String>> change) throws IOException {
        int before = classifierThreads();
        Path settings = Files.createDirectories(state.resolve("data")).resolve(name + ".properties");
        Files.writeString(
                settings,
                String.join(
                        "\n",
                        "bootstrap.servers=" + stack.endpoints().bootstrapServers(),
                        "schema.registry.url=" + stack.endpoints().registryUrl(),
                        "state.dir=" + state.resolve("data").resolve(name),
                        "http.port=0"));
        secondClassifier = ChildProcess.start(name, logs(), change.apply(commands.classify(settings)));
        awaitClassifierThreads(before + 1);
    }

    /** Stops the stack's own instance as an upgrade does, and returns when the second one has all. */
    void stopFirstClassifier() {
        int before = classifierThreads();
        stack.stop(Part.CLASSIFIER);
        awaitClassifierThreads(before - 1);
    }

    /** Starts it again, and returns when it has its share. */
    void startFirstClassifier() {
        int before = classifierThreads();
        stack.start(Part.CLASSIFIER);
        awaitClassifierThreads(before + 1);
    }

    /** Stops the second one as an upgrade does, and returns when the other has its share. */
    void stopSecondClassifier() {
        int before = classifierThreads();
        secondClassifier.close();
        awaitClassifierThreads(before - 1);
    }

    /** Kills it, and returns when the group knows. */
    void killSecondClassifier() {
        secondClassifier.process().destroyForcibly();
        stopSecondClassifier();
    }

    private void awaitClassifierThreads(int number) {
        await(CLASSIFIER_GROUP + " does not get " + number + " members", () -> classifierThreads() == number);
    }

    private static void await(String otherwise, CheckedSupplier<Boolean> condition) {
        boolean met = Failsafe.with(RetryPolicy.<Boolean>builder()
                        .handle(Exception.class)
                        .handleResult(false)
                        .withDelay(Duration.ofMillis(200))
                        .withMaxAttempts(-1)
                        .withMaxDuration(AT_MOST)
                        .build())
                .get(condition);
        if (!met) {
            throw new BenchException(otherwise + " within " + AT_MOST.toSeconds() + " s");
        }
    }

    private int classifierThreads() {
        return get(admin.describeConsumerGroups(List.of(CLASSIFIER_GROUP)).all())
                .get(CLASSIFIER_GROUP)
                .members()
                .size();
    }

    /** Sends events with a field more than the others have. */
    void sendEventsOfNewerSchema(int count) {
        Map<String, Object> settings =
                Map.of("schema.registry.url", stack.endpoints().registryUrl());
        try (SchemaRegistryClient registry = SchemaRegistryClient.create(settings)) {
            NewerSchema.events(registry, count).forEach(event -> send(null, event));
        }
    }

    /** Sends any bytes. */
    void send(byte[] key, byte[] value) {
        get(bytes.send(new ProducerRecord<>(Topics.DEVICE_EVENTS, key, value)));
        sent++;
    }

    /**
     * Compares what was sent with what is in the topic, what is in the topics with the tables, and each device's status
     * with its events.
     *
     * @throws BenchException when an event that was acknowledged is not in the topic, or is there twice, or anything is
     *     missing, extra or different behind it
     */
    Compared compare() throws IOException, InterruptedException {
        long expected = sent + probe.sent();
        long found = recordsIn(Topics.DEVICE_EVENTS);
        if (found != expected) {
            throw new BenchException("acknowledged were " + expected + " records, in " + Topics.DEVICE_EVENTS + " are "
                    + found + "; data and logs are in " + state);
        }
        try (ChildProcess reconcile = ChildProcess.start("reconcile", logs(), commands.reconcile("--wait=PT3M"))) {
            int exitCode = reconcile.await(RECONCILED_WITHIN);
            String line = lastLine(logs().resolve("reconcile.log"));
            if (exitCode != 0) {
                throw new BenchException(line + "; data and logs are in " + state);
            }
            try (StatusCheck statuses = new StatusCheck(stack.endpoints())) {
                return new Compared(line, statuses.run());
            }
        }
    }

    private long recordsIn(String topic) {
        Map<TopicPartition, OffsetSpec> partitions =
                get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic).partitions().stream()
                        .collect(Collectors.toMap(
                                partition -> new TopicPartition(topic, partition.partition()),
                                partition -> OffsetSpec.latest()));
        return get(admin.listOffsets(partitions).all()).values().stream()
                .mapToLong(offset -> offset.offset())
                .sum();
    }

    private Path logs() {
        return state.resolve("logs");
    }

    private static String lastLine(Path log) throws IOException {
        return Files.readAllLines(log).stream().reduce("", (before, line) -> line);
    }

    /** What comes of it in time. */
    static <T> T get(Future<T> future) {
        try {
            return future.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted");
        } catch (ExecutionException e) {
            throw new BenchException(String.valueOf(e.getCause().getMessage()));
        } catch (TimeoutException e) {
            throw new BenchException("no answer within " + ANSWER_SECONDS + " s");
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
        probe.close();
        bytes.close(Duration.ofSeconds(5));
        admin.close(Duration.ofSeconds(5));
        dynamoDb.close();
        stack.close();
    }
}
