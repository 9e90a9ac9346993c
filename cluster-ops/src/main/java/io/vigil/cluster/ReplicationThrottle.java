package io.vigil.cluster;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.Fallback;
import dev.failsafe.RetryPolicy;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Limits how fast partitions are copied, from its beginning until it is closed. It ends also when the JVM is asked to:
 * a forgotten throttle would hold back replicas that catch up after their broker's next restart.
 */
final class ReplicationThrottle implements AutoCloseable {

    private static final List<String> RATES =
            List.of("leader.replication.throttled.rate", "follower.replication.throttled.rate");
    private static final String LEADERS = "leader.replication.throttled.replicas";
    private static final String FOLLOWERS = "follower.replication.throttled.replicas";

    private final Admin admin;
    private final Map<ConfigResource, Map<String, String>> settings = new LinkedHashMap<>();
    private final Thread hook;
    private boolean begun;
    private boolean closed;

    /**
     * @param admin its owner closes it, after this
     * @param err told of an end by a signal
     */
    ReplicationThrottle(Admin admin, long bytesPerSecond, Collection<Move> moves, PrintWriter err) {
        this.admin = admin;
        List<Move> copied =
                moves.stream().filter(move -> !move.added().isEmpty()).toList();
        copied.stream()
                .flatMap(move -> Stream.concat(move.from().stream(), move.to().stream()))
                .collect(Collectors.toCollection(TreeSet::new))
                .forEach(broker -> settings.put(
                        new ConfigResource(ConfigResource.Type.BROKER, Integer.toString(broker)),
                        Map.of(
                                RATES.get(0),
                                Long.toString(bytesPerSecond),
                                RATES.get(1),
                                Long.toString(bytesPerSecond))));
        copied.stream()
                .collect(Collectors.groupingBy(Move::topic, TreeMap::new, Collectors.toList()))
                .forEach((topic, ofTopic) -> settings.put(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic),
                        Map.of(
                                LEADERS,
                                ofTopic.stream()
                                        .flatMap(move -> replicas(move, move.from()))
                                        .collect(Collectors.joining(",")),
                                FOLLOWERS,
                                ofTopic.stream()
                                        .flatMap(move -> replicas(move, move.added()))
                                        .collect(Collectors.joining(",")))));
        hook = new Thread(() -> endedBySignal(err), "remove-throttle");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private static Stream<String> replicas(Move move, List<Integer> brokers) {
        return brokers.stream().map(broker -> move.partition() + ":" + broker);
    }

    /** The throttles that are set already where this one would be, a line each. */
    List<String> present() throws ExecutionException, InterruptedException {
        List<String> present = new ArrayList<>();
        visible()
                .forEach((resource, values) ->
                        values.forEach((name, value) -> present.add(name(resource) + " has " + name + "=" + value)));
        present.sort(null);
        return present;
    }

    private Map<ConfigResource, Map<String, String>> visible() throws ExecutionException, InterruptedException {
        Map<ConfigResource, Map<String, String>> visible = new HashMap<>();
        for (Map.Entry<ConfigResource, Config> found :
                admin.describeConfigs(settings.keySet()).all().get().entrySet()) {
            for (String name : settings.get(found.getKey()).keySet()) {
                ConfigEntry entry = found.getValue().get(name);
                if (entry != null && isSet(entry)) {
                    visible.computeIfAbsent(found.getKey(), resource -> new HashMap<>())
                            .put(name, entry.value());
                }
            }
        }
        return visible;
    }

    /** Each broker is asked itself: it knows a change only a moment after the controller has agreed to it. */
    private boolean awaitVisible(Map<ConfigResource, Map<String, String>> wanted) {
        RetryPolicy<Boolean> policy = RetryPolicy.<Boolean>builder()
                .handle(ExecutionException.class, KafkaException.class)
                .handleResult(false)
                .withMaxAttempts(-1)
                .withDelay(Duration.ofMillis(100))
                .withMaxDuration(Duration.ofSeconds(15))
                .build();
        Fallback<Boolean> unseen = Fallback.of(false);
        return Failsafe.with(unseen, policy).get(() -> visible().equals(wanted));
    }

    private static boolean isSet(ConfigEntry entry) {
        return switch (entry.source()) {
            case DYNAMIC_TOPIC_CONFIG, DYNAMIC_BROKER_CONFIG, DYNAMIC_DEFAULT_BROKER_CONFIG ->
                entry.value() != null && !entry.value().isEmpty();
            default -> false;
        };
    }

    /**
     * Sets the throttle, and does what it is for unless the JVM is ending.
     *
     * @param throttled starts what is throttled
     */
    synchronized void begin(Throttled throttled) throws ExecutionException, InterruptedException {
        if (closed) {
            throw new ReassignException("stopped by a signal");
        }
        begun = true;
        if (!settings.isEmpty()) {
            admin.incrementalAlterConfigs(ops(AlterConfigOp.OpType.SET)).all().get();
            if (!awaitVisible(settings)) {
                throw new ReassignException("not all brokers have taken the throttle; nothing is moved");
            }
        }
        throttled.start();
    }

    /** Removes the throttle. Without effect the second time. */
    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // Then the hook runs, and finds nothing left to do.
        }
    }

    private synchronized boolean remove() {
        boolean toRemove = begun && !closed;
        closed = true;
        if (!toRemove || settings.isEmpty()) {
            return toRemove;
        }
        RetryPolicy<Object> again = RetryPolicy.builder()
                .handle(ReassignException.class)
                .withMaxAttempts(3)
                .withDelay(Duration.ofSeconds(1))
                .build();
        Failsafe.with(again).run(this::delete);
        // The controller has removed it for good; this only spares the next run the sight of it.
        awaitVisible(Map.of());
        return true;
    }

    private void delete() throws InterruptedException {
        List<String> failed = new ArrayList<>();
        for (Map.Entry<ConfigResource, KafkaFuture<Void>> result : admin.incrementalAlterConfigs(
                        ops(AlterConfigOp.OpType.DELETE))
                .values()
                .entrySet()) {
            try {
                result.getValue().get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    failed.add(name(result.getKey()) + " (" + e.getCause().getMessage() + ")");
                }
            }
        }
        if (!failed.isEmpty()) {
            throw new ReassignException("the throttle could not be removed from " + String.join(", ", failed)
                    + "; remove it with kafka-configs.sh --alter --delete-config "
                    + String.join(",", RATES) + " of a broker, " + LEADERS + "," + FOLLOWERS + " of a topic");
        }
    }

    private Map<ConfigResource, Collection<AlterConfigOp>> ops(AlterConfigOp.OpType type) {
        Map<ConfigResource, Collection<AlterConfigOp>> ops = new LinkedHashMap<>();
        settings.forEach((resource, values) -> ops.put(
                resource,
                values.entrySet().stream()
                        .map(value -> new AlterConfigOp(new ConfigEntry(value.getKey(), value.getValue()), type))
                        .toList()));
        return ops;
    }

    private void endedBySignal(PrintWriter err) {
        try {
            if (remove()) {
                err.println("stopped: the throttle is removed. " + Reassignment.HOW_TO_GO_ON);
            }
        } catch (ReassignException | KafkaException | FailsafeException e) {
            err.println("stopped: " + e.getMessage() + ". " + Reassignment.HOW_TO_GO_ON);
        }
        err.flush();
    }

    private static String name(ConfigResource resource) {
        return (resource.type() == ConfigResource.Type.BROKER ? "broker " : "topic ") + resource.name();
    }

    /** What is done under the throttle. */
    @FunctionalInterface
    interface Throttled {

        void start() throws ExecutionException, InterruptedException;
    }
}
