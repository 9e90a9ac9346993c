package io.vigil.bench.faults;

import io.vigil.stack.Part;
import io.vigil.stack.dynamodb.FaultProxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** All that this program knows to break. */
final class Faults {

    /** Seconds that a part takes to start, about; also what a group takes to notice. */
    private static final int STARTS = 12;

    private static final int AT_ONCE = 3;

    /** More than the interval of any commit, and than a transaction may take. */
    private static final Duration CLOCK_BACK = Duration.ofSeconds(30);

    private static final Duration CLOCK_AHEAD = Duration.ofHours(1);

    /** Long enough for heartbeats and commits of all kinds to become due. */
    private static final Duration AHEAD_FOR = Duration.ofSeconds(5);

    /** Those that need {@link OwnClock#library()}. */
    static final List<Fault> CLOCK_JUMPS = Stream.of(Part.CLASSIFIER, Part.CONNECT, Part.BROKER)
            .map(Faults::clockJump)
            .toList();

    /** What takes a cluster of three brokers. */
    static final List<Fault> OF_THREE_BROKERS = List.of(
            lost("leader", "the broker that leads most partitions", BrokerCluster::busiestLeader),
            lost("controller", "the broker that is the active controller", BrokerCluster::activeController));

    /** In the order of a report. */
    static final List<Fault> ALL = Stream.of(
                    FaultyStack.PARTS.stream().map(Faults::kill),
                    FaultyStack.PARTS.stream().map(Faults::pause),
                    Stream.of(restart(Part.BROKER), registryAwayAtStart()),
                    OF_THREE_BROKERS.stream(),
                    Stream.of(Part.CLASSIFIER, Part.CONNECT, Part.BROKER).map(Faults::fullDisk),
                    CLOCK_JUMPS.stream(),
                    dynamoDb(),
                    Stream.of(classifiersComeAndGo(), twoVersions(), tasksComeAndGo(), poison(), newerSchema(), gap()))
            .flatMap(some -> some)
            .toList();

    private Faults() {}

    private static Fault lost(String name, String who, Function<BrokerCluster, Part> which) {
        return new Fault(
                "lost-" + name,
                who + ": kill -9; others lead; started again when an alarm has come through without it",
                3 * STARTS,
                on -> on.loseBroker(which),
                FaultyStack::bringBrokerBack);
    }

    private static Fault kill(Part part) {
        return new Fault(
                "kill-" + part.id(),
                "kill -9; started again",
                STARTS,
                on -> on.stack().kill(part),
                on -> on.start(part));
    }

    private static Fault pause(Part part) {
        return new Fault(
                "pause-" + part.id(),
                "SIGSTOP; SIGCONT",
                AT_ONCE,
                on -> on.stack().pause(part),
                on -> on.stack().resume(part));
    }

    private static Fault restart(Part part) {
        return new Fault(
                "restart-" + part.id(),
                "SIGTERM; started again",
                STARTS,
                on -> on.stack().stop(part),
                on -> on.start(part));
    }

    private static Fault registryAwayAtStart() {
        List<Part> clients = List.of(Part.CLASSIFIER, Part.CONNECT);
        return new Fault(
                "registry-away-at-start",
                "registry, classifier and worker killed; classifier and worker started; then the registry",
                2 * STARTS,
                on -> {
                    on.stack().kill(Part.REGISTRY);
                    clients.forEach(on.stack()::kill);
                    clients.forEach(on::beginToStart);
                },
                on -> {
                    on.start(Part.REGISTRY);
                    on.awaitStarted();
                });
    }

    private static Fault fullDisk(Part part) {
        return new Fault(
                "full-disk-" + part.id(),
                "no file of the process may grow (RLIMIT_FSIZE 0); may again, and started again if it has ended",
                STARTS,
                on -> on.limitFiles(part, "0"),
                on -> {
                    if (on.stack().isRunning(part)) {
                        on.limitFiles(part, "unlimited");
                    }
                    if (!on.stack().isRunning(part)) {
                        on.start(part);
                    }
                });
    }

    private static Fault clockJump(Part part) {
        return new Fault(
                "clock-jump-" + part.id(),
                "started again with a wall clock of its own; set back by half a minute, then an hour ahead;"
                        + " started again with the right time",
                2 * STARTS,
                on -> {
                    on.startWithOwnClock(part);
                    on.sendAlarmsFor(Duration.ZERO);
                    on.setClock(CLOCK_BACK.negated());
                },
                on -> {
                    on.sendAlarmsFor(Duration.ZERO);
                    on.setClock(CLOCK_AHEAD);
                    on.sendAlarmsFor(AHEAD_FOR);
                    on.startWithRightClock(part);
                });
    }

    private static Stream<Fault> dynamoDb() {
        return Stream.of(
                dynamoDb("fails", "half of the writes answered with 500, half of these done", proxy -> proxy.fail(0.5)),
                dynamoDb("throttles", "30 % of the writes refused as too many", proxy -> proxy.throttle(0.3)),
                dynamoDb("throttles-all", "every write refused as too many", proxy -> proxy.throttle(1)),
                dynamoDb("partial", "30 % of the items of a batch unprocessed", proxy -> proxy.leaveUnprocessed(0.3)),
                dynamoDb(
                        "resets",
                        "half of the writes not answered, their connections closed",
                        proxy -> proxy.reset(0.5)),
                dynamoDb("hangs", "no write answered, then their connections closed", FaultProxy::hang));
    }

    private static Fault dynamoDb(String name, String what, Consumer<FaultProxy> misbehave) {
        return new Fault(
                "dynamodb-" + name,
                what,
                AT_ONCE,
                on -> misbehave.accept(on.dynamoDb()),
                on -> on.dynamoDb().behave());
    }

    private static Fault classifiersComeAndGo() {
        return new Fault(
                "rebalance-classifier",
                "a second classifier started, stopped, started again, killed",
                3 * STARTS,
                on -> {
                    on.startSecondClassifier();
                    on.stopSecondClassifier();
                    on.startSecondClassifier();
                },
                FaultyStack::killSecondClassifier);
    }

    private static Fault twoVersions() {
        return new Fault(
                "two-versions",
                "a classifier with an older Kafka Streams joins, the other is stopped; it joins again, the older is stopped",
                3 * STARTS,
                on -> {
                    on.startOlderClassifier();
                    on.stopFirstClassifier();
                },
                on -> {
                    on.startFirstClassifier();
                    on.stopSecondClassifier();
                });
    }

    private static Fault tasksComeAndGo() {
        return new Fault(
                "rebalance-connect",
                "each connector with 1 task, 3, 1, and 2 as before",
                STARTS,
                on -> {
                    for (String tasks : List.of("1", "3", "1")) {
                        on.runTasks(tasks);
                    }
                },
                on -> on.runTasks("2"));
    }

    private static Fault poison() {
        byte[] key = {1, 2, 3};
        return new Fault(
                "poison",
                "no events: null, empty, noise, a schema that nobody knows, a value that is cut off",
                AT_ONCE,
                on -> {
                    on.send(null, null);
                    on.send(key, new byte[0]);
                    on.send(null, "no event at all".getBytes(StandardCharsets.UTF_8));
                    on.send(key, wire(Integer.MAX_VALUE, (byte) 12));
                    on.send(key, wire(1, (byte) 12));
                },
                on -> {});
    }

    /** Confluent's wire format: a zero, the schema's id, the value. */
    private static byte[] wire(int schemaId, byte value) {
        return ByteBuffer.allocate(6).put((byte) 0).putInt(schemaId).put(value).array();
    }

    private static Fault newerSchema() {
        return new Fault(
                "newer-schema",
                "1000 events with a field more, among those of the fleet; then the fleet's alone again",
                AT_ONCE,
                on -> on.sendEventsOfNewerSchema(1000),
                on -> {});
    }

    private static Fault gap() {
        return new Fault(
                "gap-and-burst",
                "the fleet silent (SIGSTOP), then all that it owes at once",
                AT_ONCE,
                on -> on.signalLoad("STOP"),
                on -> on.signalLoad("CONT"));
    }
}
