package io.vigil.cluster;

import java.util.List;

/**
 * A partition that gets other replicas, or the same ones in another order.
 *
 * @param from ids, the preferred leader first
 * @param to the same, afterwards
 */
record Move(String topic, int partition, List<Integer> from, List<Integer> to) {

    Move {
        from = List.copyOf(from);
        to = List.copyOf(to);
    }

    /** The brokers that have to copy the partition. */
    List<Integer> added() {
        return to.stream().filter(id -> !from.contains(id)).toList();
    }

    @Override
    public String toString() {
        return topic + "-" + partition + ": " + list(from) + " -> " + list(to);
    }

    private static String list(List<Integer> ids) {
        return ids.toString().replace(" ", "");
    }
}
