package io.vigil.cluster;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.ElectionNotNeededException;

/** Moves partitions, and sees to it that they have arrived. */
final class Reassignment {

    static final String HOW_TO_GO_ON =
            "What has begun goes on in the cluster; to wait for it and do the rest, run the same again with --resume";

    private static final Duration SETTLED = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long NEWS_NANOS = Duration.ofSeconds(5).toNanos();

    private final Admin admin;
    private final PrintWriter err;

    Reassignment(Admin admin, PrintWriter err) {
        this.admin = admin;
        this.err = err;
    }

    /** What is being moved at this moment, by whomever. */
    List<Move> inProgress() throws ExecutionException, InterruptedException {
        List<Move> moves = new ArrayList<>();
        admin.listPartitionReassignments().reassignments().get().forEach((partition, now) -> {
            List<Integer> from = new ArrayList<>(now.replicas());
            from.removeAll(now.addingReplicas());
            List<Integer> to = new ArrayList<>(now.replicas());
            to.removeAll(now.removingReplicas());
            moves.add(new Move(partition.topic(), partition.partition(), from, to));
        });
        moves.sort(Comparator.comparing(Move::topic).thenComparing(Move::partition));
        return moves;
    }

    /**
     * Moves, and returns when all is moved and in sync.
     *
     * @param begun whether the cluster is at it already
     * @param replaceThrottle whether a throttle that is there may be overwritten, and then removed
     * @throws ReassignException if it did not come to its end
     */
    void run(List<Move> moves, boolean begun, long bytesPerSecond, boolean replaceThrottle, Duration timeout)
            throws ExecutionException, InterruptedException {
        if (moves.isEmpty()) {
            return;
        }
        Set<TopicPartition> partitions = moves.stream().map(Reassignment::id).collect(Collectors.toSet());
        try (ReplicationThrottle throttle = new ReplicationThrottle(admin, bytesPerSecond, moves, err)) {
            List<String> present = throttle.present();
            if (!present.isEmpty() && !replaceThrottle) {
                throw new ReassignException("somebody has set a throttle: " + String.join("; ", present)
                        + ". If it is only left over, go on with --replace-throttle");
            }
            try {
                throttle.begin(() -> {
                    if (!begun) {
                        begin(moves);
                    }
                });
                awaitEnd(partitions, timeout);
            } catch (ExecutionException | KafkaException e) {
                throw new ReassignException(ClusterMain.unreadable(e) + ". " + HOW_TO_GO_ON, e);
            }
        }
        verify(moves);
    }

    private void begin(List<Move> moves) throws ExecutionException, InterruptedException {
        Map<TopicPartition, Optional<NewPartitionReassignment>> wanted = new LinkedHashMap<>();
        moves.forEach(move -> wanted.put(id(move), Optional.of(new NewPartitionReassignment(move.to()))));
        admin.alterPartitionReassignments(wanted).all().get();
    }

    private void awaitEnd(Set<TopicPartition> partitions, Duration timeout) {
        long[] nextNews = {System.nanoTime() + NEWS_NANOS};
        List<String> left = await(timeout, () -> {
            // Asked for all: one that was deleted meanwhile would be an error.
            Set<TopicPartition> found = new HashSet<>(
                    admin.listPartitionReassignments().reassignments().get().keySet());
            found.retainAll(partitions);
            if (System.nanoTime() - nextNews[0] >= 0) {
                err.println("partitions left: " + found.size() + " of " + partitions.size());
                err.flush();
                nextNews[0] = System.nanoTime() + NEWS_NANOS;
            }
            return found.stream().map(TopicPartition::toString).sorted().toList();
        });
        if (!left.isEmpty()) {
            throw new ReassignException(
                    "not done within " + timeout + ", left: " + String.join(", ", left) + ". " + HOW_TO_GO_ON);
        }
    }

    private void verify(List<Move> moves) {
        List<String> wrong = await(SETTLED, () -> wrong(moves));
        if (!wrong.isEmpty()) {
            throw new ReassignException(
                    "it has ended, and is not as planned: " + String.join("; ", wrong) + ". " + HOW_TO_GO_ON);
        }
    }

    private List<String> wrong(List<Move> moves) throws ExecutionException, InterruptedException {
        Map<String, TopicDescription> topics = admin.describeTopics(
                        moves.stream().map(Move::topic).collect(Collectors.toSet()))
                .allTopicNames()
                .get();
        List<String> wrong = new ArrayList<>();
        for (Move move : moves) {
            TopicPartitionInfo found = topics.get(move.topic()).partitions().stream()
                    .filter(partition -> partition.partition() == move.partition())
                    .findFirst()
                    .orElseThrow();
            List<Integer> replicas = found.replicas().stream().map(Node::id).toList();
            Set<Integer> isr = found.isr().stream().map(Node::id).collect(Collectors.toSet());
            if (!replicas.equals(move.to()) || !isr.equals(Set.copyOf(replicas))) {
                wrong.add("partition " + id(move) + " is on " + replicas + ", in sync on " + isr + ", planned was "
                        + move.to());
            }
        }
        return wrong;
    }

    /**
     * Elects the preferred leader of each partition of the cluster. Of all, because a run that was stopped has left its
     * moves to the cluster, and those it had finished are in nobody's list any more.
     *
     * @throws ReassignException if one was not elected
     */
    void electPreferredLeaders() {
        List<String> failed = await(SETTLED, () -> {
            List<String> found = new ArrayList<>();
            admin.electLeaders(ElectionType.PREFERRED, null)
                    .partitions()
                    .get()
                    .forEach((partition, error) -> error.filter(cause -> !(cause instanceof ElectionNotNeededException))
                            .ifPresent(cause -> found.add(partition + " (" + cause.getMessage() + ")")));
            return found;
        });
        if (!failed.isEmpty()) {
            throw new ReassignException("all is moved, but the preferred leader was not elected of "
                    + String.join(", ", failed) + "; elect it with kafka-leader-election.sh");
        }
    }

    /** Looks until nothing is found any more. An answer that does not come is no news. */
    private static List<String> await(Duration timeout, Callable<List<String>> look) {
        return Patience.once(timeout, POLL).await(look);
    }

    private static TopicPartition id(Move move) {
        return new TopicPartition(move.topic(), move.partition());
    }
}
