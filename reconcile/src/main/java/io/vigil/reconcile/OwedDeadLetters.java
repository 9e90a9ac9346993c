package io.vigil.reconcile;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Records of the input that have to be dead letters, and some that may be, by their place in the input. */
final class OwedDeadLetters implements AutoCloseable {

    private final Ledger ledger = Ledger.create();
    private long open;

    /** Whether a dead letter has to be there. */
    enum State {
        REQUIRED,
        OPTIONAL,
        SEEN,
        DELETED
    }

    /** A record that has to be a dead letter. */
    void require(int inputPartition, long inputOffset, byte[] digest, int partition) {
        ledger.put(key(inputPartition, inputOffset), new Owed(State.REQUIRED, partition, digest, new byte[0]).bytes());
        open++;
    }

    /** A record that may be a dead letter, and is then not owed to another topic any more. */
    void allow(int inputPartition, long inputOffset, byte[] digest, int partition, byte[] owedEvent) {
        ledger.put(key(inputPartition, inputOffset), new Owed(State.OPTIONAL, partition, digest, owedEvent).bytes());
    }

    /** What is known of an input record; empty if it must not be a dead letter. */
    Optional<Owed> get(int inputPartition, long inputOffset) {
        return ledger.get(key(inputPartition, inputOffset)).map(Owed::of);
    }

    /** Notes that a record is a dead letter, or was one. */
    void settle(int inputPartition, long inputOffset, Owed owed, State state) {
        ledger.put(
                key(inputPartition, inputOffset), new Owed(state, owed.partition, owed.digest, owed.owedEvent).bytes());
        if (owed.state == State.REQUIRED) {
            open--;
        }
    }

    /** How many have to be there and were not seen yet. */
    long open() {
        return open;
    }

    /** Hands out what has to be there and was not seen yet. */
    void forEach(Visitor visitor) {
        ledger.forEach((key, bytes) -> {
            Owed owed = Owed.of(bytes);
            if (owed.state == State.REQUIRED) {
                ByteBuffer place = ByteBuffer.wrap(key);
                visitor.owed(place.getInt(), place.getLong(), owed);
            }
        });
    }

    @Override
    public void close() {
        ledger.close();
    }

    private static byte[] key(int inputPartition, long inputOffset) {
        return ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
                .putInt(inputPartition)
                .putLong(inputOffset)
                .array();
    }

    /** Is given what is owed. */
    interface Visitor {
        void owed(int inputPartition, long inputOffset, Owed owed);
    }

    /**
     * A dead letter.
     *
     * @param partition where it has to be, or {@link RetentionLimits#ANY_PARTITION}
     * @param digest of the key and value that it has to have
     * @param owedEvent the key in {@link OwedEvents} of what it is instead of, or nothing
     */
    record Owed(State state, int partition, byte[] digest, byte[] owedEvent) {

        private static Owed of(byte[] bytes) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            State state = State.values()[buffer.get()];
            int partition = buffer.getInt();
            byte[] digest = new byte[Digest.LENGTH];
            buffer.get(digest);
            byte[] owedEvent = new byte[buffer.remaining()];
            buffer.get(owedEvent);
            return new Owed(state, partition, digest, owedEvent);
        }

        private byte[] bytes() {
            return ByteBuffer.allocate(1 + Integer.BYTES + digest.length + owedEvent.length)
                    .put((byte) state.ordinal())
                    .putInt(partition)
                    .put(digest)
                    .put(owedEvent)
                    .array();
        }
    }
}
