package io.vigil.cluster;

import io.vigil.cluster.Declaration.User;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;

/** Makes the changes of a plan. Those of one kind are sent together, so that a cluster of many topics takes no longer. */
final class ResourceApplier {

    private final Admin admin;

    /** @param admin connected to brokers; its owner closes it */
    ResourceApplier(Admin admin) {
        this.admin = admin;
    }

    /**
     * @return what the cluster would refuse, a line each
     * @throws InterruptedException if the thread is asked to stop
     */
    List<String> validate(List<Change> changes) throws InterruptedException {
        return send(changes, change -> change.validate(admin), done -> {});
    }

    /**
     * Stops at the first kind of change that fails.
     *
     * @param done is told of each change that was made
     * @return what failed, a line each
     * @throws InterruptedException if the thread is asked to stop
     */
    List<String> apply(List<Change> changes, Consumer<Change> done) throws InterruptedException {
        for (List<Change> sameKind : byKind(changes)) {
            List<String> failed = send(sameKind, change -> change.apply(admin), done);
            if (!failed.isEmpty()) {
                return failed;
            }
        }
        return List.of();
    }

    /** The users whose password the changes set. */
    static List<User> usersSet(List<Change> changes) {
        return changes.stream()
                .flatMap(change -> change instanceof Change.CreateUser create
                        ? Stream.of(create.user())
                        : change instanceof Change.SetPassword set ? Stream.of(set.user()) : Stream.empty())
                .toList();
    }

    private static List<String> send(
            List<Change> changes, Function<Change, KafkaFuture<Void>> request, Consumer<Change> done)
            throws InterruptedException {
        List<KafkaFuture<Void>> answers = changes.stream().map(request).toList();
        List<String> failed = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            try {
                answers.get(i).get();
                done.accept(changes.get(i));
            } catch (ExecutionException e) {
                failed.add("cannot " + changes.get(i).line() + ": "
                        + e.getCause().getClass().getSimpleName() + ": "
                        + e.getCause().getMessage());
            }
        }
        return failed;
    }

    private static List<List<Change>> byKind(List<Change> changes) {
        Map<Class<?>, List<Change>> kinds = new LinkedHashMap<>();
        changes.forEach(change -> kinds.computeIfAbsent(change.getClass(), kind -> new ArrayList<>())
                .add(change));
        return List.copyOf(kinds.values());
    }
}
