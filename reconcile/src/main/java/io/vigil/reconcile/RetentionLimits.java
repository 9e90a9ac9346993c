package io.vigil.reconcile;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/**
 * Which records a topic cannot show any more, because retention has deleted its beginning. The classifier takes the
 * records of an input partition in order, and retention deletes from the front: what came of an input record behind one
 * that is still to be seen cannot have been deleted.
 */
final class RetentionLimits {

    /** In place of a partition, where a record without a key can be in any. */
    static final int ANY_PARTITION = -1;

    private final int partitions;
    private final Map<Route, Long> oldestSeen = new HashMap<>();

    RetentionLimits(int partitions) {
        this.partitions = partitions;
    }

    /** Where the default partitioner puts a record. */
    int partitionOf(byte[] key) {
        return key == null ? ANY_PARTITION : BuiltInPartitioner.partitionForKey(key, partitions);
    }

    /** Notes what came of an input record; in the order of the topic's offsets. */
    void saw(int partition, int inputPartition, long inputOffset) {
        oldestSeen.putIfAbsent(new Route(inputPartition, partition), inputOffset);
    }

    /**
     * Whether what came of an input record may have been in the topic, and deleted.
     *
     * @param begins where each of the topic's partitions begins now
     * @param partition where the record has to be, or {@link #ANY_PARTITION}
     */
    boolean mayHaveDeleted(Map<Integer, Long> begins, int partition, int inputPartition, long inputOffset) {
        IntStream places = partition == ANY_PARTITION ? IntStream.range(0, partitions) : IntStream.of(partition);
        return places.anyMatch(place -> begins.get(place) > 0
                && inputOffset < oldestSeen.getOrDefault(new Route(inputPartition, place), Long.MAX_VALUE));
    }

    private record Route(int inputPartition, int partition) {}
}
