package io.vigil.reconcile;

import io.vigil.schemas.Topics;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Records that have to be in {@code alarms} and {@code events}, each as often as the input has it. */
final class OwedEvents implements AutoCloseable {

    private final Ledger ledger = Ledger.create();
    private long open;

    /** Under which a record is owed: its topic, key and value. */
    static byte[] keyOf(String topic, byte[] key, byte[] value) {
        byte alarm = (byte) (Topics.ALARMS.equals(topic) ? 1 : 0);
        return ByteBuffer.allocate(1 + Digest.LENGTH)
                .put(alarm)
                .put(Digest.of(key, value))
                .array();
    }

    static String topicOf(byte[] key) {
        return key[0] == 1 ? Topics.ALARMS : Topics.EVENTS;
    }

    /** One more record that has to be there. */
    void add(byte[] key, int inputPartition, long inputOffset, int partition, EventItem item) {
        Owed owed = ledger.get(key)
                .map(Owed::of)
                .map(same -> new Owed(
                        same.total + 1,
                        same.left + 1,
                        same.inputPartition,
                        same.inputOffset,
                        same.partition,
                        same.item))
                .orElseGet(() -> new Owed(1, 1, inputPartition, inputOffset, partition, item));
        ledger.put(key, owed.bytes());
        open++;
    }

    /** One of them was seen. Empty if no more was owed, as of what replay writes. */
    Optional<Owed> take(byte[] key) {
        Optional<Owed> found = ledger.get(key).map(Owed::of).filter(owed -> owed.left > 0);
        found.ifPresent(owed -> {
            ledger.put(key, owed.withLeft(owed.left - 1).bytes());
            open--;
        });
        return found;
    }

    /** None of them is owed any more. */
    void waive(byte[] key, Owed owed) {
        ledger.put(key, owed.withLeft(0).bytes());
        open -= owed.left;
    }

    /** How many are owed. */
    long open() {
        return open;
    }

    /** Hands out what is owed. */
    void forEach(Visitor visitor) {
        ledger.forEach((key, bytes) -> {
            Owed owed = Owed.of(bytes);
            if (owed.left > 0) {
                visitor.owed(key, owed);
            }
        });
    }

    @Override
    public void close() {
        ledger.close();
    }

    /** Is given what is owed. */
    interface Visitor {
        void owed(byte[] key, Owed owed);
    }

    /**
     * Equal records that are owed.
     *
     * @param total how many the input has
     * @param left how many of them were not seen yet
     * @param inputPartition where the first of them is in the input
     * @param inputOffset as above
     * @param partition where they have to be
     * @param item what they become
     */
    record Owed(long total, long left, int inputPartition, long inputOffset, int partition, EventItem item) {

        private static final int FIXED_LENGTH = 3 * Long.BYTES + 2 * Integer.BYTES;

        private static Owed of(byte[] bytes) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return new Owed(
                    buffer.getLong(),
                    buffer.getLong(),
                    buffer.getInt(),
                    buffer.getLong(),
                    buffer.getInt(),
                    EventItem.readFrom(buffer));
        }

        private byte[] bytes() {
            byte[] itemBytes = item.bytes();
            return ByteBuffer.allocate(FIXED_LENGTH + itemBytes.length)
                    .putLong(total)
                    .putLong(left)
                    .putInt(inputPartition)
                    .putLong(inputOffset)
                    .putInt(partition)
                    .put(itemBytes)
                    .array();
        }

        private Owed withLeft(long now) {
            return new Owed(total, now, inputPartition, inputOffset, partition, item);
        }
    }
}
