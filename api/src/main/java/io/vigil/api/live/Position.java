package io.vigil.api.live;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the streamed topics were read: the next offset of every partition. Every instance can go on from it, as it
 * says all there is to know.
 *
 * <p>As text, which clients take for opaque, it is base64url of: a version; a fingerprint of the topics, by which a
 * position is not taken for one of other topics of the same names; for each type of {@link StreamType}, the number of
 * partitions and their offsets. All numbers are Avro's (seven bits a byte), so that 18 partitions with a million
 * records each are some 80 characters.
 */
final class Position {

    private static final int VERSION = 1;

    /** More than a position has that still fits into the request header that it comes back in. */
    private static final int MAX_LENGTH = 16_384;

    private static final int TYPES = StreamType.values().length;

    private final int fingerprint;
    private final long[][] offsets;

    private Position(int fingerprint, long[][] offsets) {
        this.fingerprint = fingerprint;
        this.offsets = offsets;
    }

    /** The position before anything was read. */
    static Position start(int fingerprint) {
        return new Position(fingerprint, new long[TYPES][0]);
    }

    /**
     * The position that a text stands for.
     *
     * @throws InvalidPositionException if it is none, whatever it is
     */
    static Position decode(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new InvalidPositionException();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            return read(DecoderFactory.get().binaryDecoder(bytes, null), bytes.length);
        } catch (IllegalArgumentException | IOException | AvroRuntimeException e) {
            throw new InvalidPositionException();
        }
    }

    private static Position read(BinaryDecoder in, int length) throws IOException {
        if (in.readInt() != VERSION) {
            throw new InvalidPositionException();
        }
        int fingerprint = in.readInt();
        long[][] offsets = new long[TYPES][];
        for (int type = 0; type < TYPES; type++) {
            int partitions = in.readInt();
            if (partitions < 0 || partitions > length) {
                throw new InvalidPositionException();
            }
            offsets[type] = new long[partitions];
            for (int partition = 0; partition < partitions; partition++) {
                offsets[type][partition] = in.readLong();
                if (offsets[type][partition] < 0) {
                    throw new InvalidPositionException();
                }
            }
        }
        if (!in.isEnd()) {
            throw new InvalidPositionException();
        }
        return new Position(fingerprint, offsets);
    }

    /** The text that {@link #decode(String)} reads. */
    String encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            out.writeInt(VERSION);
            out.writeInt(fingerprint);
            for (long[] partitions : offsets) {
                out.writeInt(partitions.length);
                for (long offset : partitions) {
                    out.writeLong(offset);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A byte array cannot fail to be written", e);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    int fingerprint() {
        return fingerprint;
    }

    /** The next offset; 0 of a partition that was not there yet, all of which is new. */
    long next(StreamType type, int partition) {
        long[] partitions = offsets[type.ordinal()];
        return partition < partitions.length ? partitions[partition] : 0;
    }

    long next(TopicPartition partition) {
        return next(StreamType.ofTopic(partition.topic()), partition.partition());
    }

    /** Whether it tells of a partition. */
    boolean knows(TopicPartition partition) {
        return partition.partition() < partitions(StreamType.ofTopic(partition.topic()));
    }

    /** How many partitions of a type it tells of. */
    int partitions(StreamType type) {
        return offsets[type.ordinal()].length;
    }

    /** The same with another next offset of one partition. */
    Position with(StreamType type, int partition, long next) {
        long[] partitions = offsets[type.ordinal()];
        long[] changed = Arrays.copyOf(partitions, Math.max(partitions.length, partition + 1));
        changed[partition] = next;
        long[][] all = offsets.clone();
        all[type.ordinal()] = changed;
        return new Position(fingerprint, all);
    }

    Position with(TopicPartition partition, long next) {
        return with(StreamType.ofTopic(partition.topic()), partition.partition(), next);
    }

    /** The later one of each partition. */
    Position max(Position other) {
        long[][] later = new long[TYPES][];
        for (StreamType type : StreamType.values()) {
            long[] partitions = new long[Math.max(partitions(type), other.partitions(type))];
            Arrays.setAll(partitions, partition -> Math.max(next(type, partition), other.next(type, partition)));
            later[type.ordinal()] = partitions;
        }
        return new Position(fingerprint, later);
    }

    /** Whether no partition of the other one is further. */
    boolean reaches(Position other) {
        return missing(other, Arrays.asList(StreamType.values())) == 0;
    }

    /** How many offsets of some types lie between this position and a later one. */
    long missing(Position later, Collection<StreamType> types) {
        long missing = 0;
        for (StreamType type : types) {
            for (int partition = 0; partition < later.partitions(type); partition++) {
                missing += Math.max(0, later.next(type, partition) - next(type, partition));
            }
        }
        return missing;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Position that
                && fingerprint == that.fingerprint
                && Arrays.deepEquals(offsets, that.offsets);
    }

    @Override
    public int hashCode() {
        return 31 * fingerprint + Arrays.deepHashCode(offsets);
    }

    @Override
    public String toString() {
        return Arrays.deepToString(offsets);
    }
}
