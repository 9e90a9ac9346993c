package io.vigil.reconcile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * Items by key, sorted and on disk, so that ten million of them do not need memory. What is put under a key again
 * replaces what was there.
 */
final class Ledger implements AutoCloseable {

    static {
        RocksDB.loadLibrary();
    }

    private final Path folder;
    private final Options options = new Options().setCreateIfMissing(true);
    private final RocksDB db;

    private Ledger(Path folder) throws RocksDBException {
        this.folder = folder;
        this.db = RocksDB.open(options, folder.toString());
    }

    /**
     * An empty ledger in a temporary folder.
     *
     * @throws UncheckedIOException if there is no place for it
     */
    static Ledger create() {
        try {
            return new Ledger(Files.createTempDirectory("vigil-reconcile-"));
        } catch (IOException | RocksDBException e) {
            throw new UncheckedIOException(
                    new IOException("Cannot keep items in " + System.getProperty("java.io.tmpdir"), e));
        }
    }

    void put(byte[] key, byte[] content) {
        run(() -> db.put(key, content));
    }

    void remove(byte[] key) {
        run(() -> db.delete(key));
    }

    /**
     * Walks over two ledgers in the order of their keys.
     *
     * @param visitor is told of each key that only one of them has, or both with different contents, and of each match
     */
    static void compare(Ledger expected, Ledger found, Visitor visitor) {
        try (RocksIterator left = expected.db.newIterator();
                RocksIterator right = found.db.newIterator()) {
            left.seekToFirst();
            right.seekToFirst();
            while (left.isValid() || right.isValid()) {
                int order =
                        !left.isValid() ? 1 : !right.isValid() ? -1 : Arrays.compareUnsigned(left.key(), right.key());
                if (order == 0) {
                    visitor.both(left.key(), Arrays.equals(left.value(), right.value()), left.value());
                    left.next();
                    right.next();
                } else if (order < 0) {
                    visitor.onlyExpected(left.key(), left.value());
                    left.next();
                } else {
                    visitor.onlyFound(right.key());
                    right.next();
                }
            }
        }
    }

    /** Hands each key to a consumer, in order. */
    void forEachKey(java.util.function.Consumer<byte[]> consumer) {
        try (RocksIterator iterator = db.newIterator()) {
            for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
                consumer.accept(iterator.key());
            }
        }
    }

    @Override
    public void close() {
        db.close();
        options.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + folder, e);
        }
    }

    private static void run(Write write) {
        try {
            write.run();
        } catch (RocksDBException e) {
            throw new UncheckedIOException(new IOException("Cannot keep items on disk: " + e.getMessage(), e));
        }
    }

    /** What a comparison finds. */
    interface Visitor {
        void both(byte[] key, boolean equal, byte[] expected);

        void onlyExpected(byte[] key, byte[] expected);

        void onlyFound(byte[] key);
    }

    @FunctionalInterface
    private interface Write {
        void run() throws RocksDBException;
    }
}
