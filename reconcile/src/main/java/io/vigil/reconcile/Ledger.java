package io.vigil.reconcile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteOptions;

/**
 * Bytes by key, sorted and on disk, so that ten million of them do not need memory. What is put under a key again
 * replaces what was there. May be written by several threads.
 */
final class Ledger implements AutoCloseable {

    static {
        RocksDB.loadLibrary();
    }

    private static final long WRITE_BUFFER_BYTES = 16 << 20;
    private static final long BLOCK_CACHE_BYTES = 32 << 20;

    private final Path folder;
    private final BloomFilter bloomFilter = new BloomFilter(10);
    private final LRUCache cache = new LRUCache(BLOCK_CACHE_BYTES);
    private final Options options = new Options()
            .setCreateIfMissing(true)
            .setWriteBufferSize(WRITE_BUFFER_BYTES)
            .setMaxWriteBufferNumber(2)
            .setTableFormatConfig(new BlockBasedTableConfig()
                    .setBlockCache(cache)
                    .setFilterPolicy(bloomFilter)
                    .setCacheIndexAndFilterBlocks(true));
    // Nobody reads it after a crash.
    private final WriteOptions unlogged = new WriteOptions().setDisableWAL(true);
    private final RocksDB db;

    private Ledger(Path folder) throws RocksDBException {
        this.folder = folder;
        this.db = RocksDB.open(options, folder.toString());
    }

    /**
     * An empty ledger in a temporary folder.
     *
     * @throws CannotCompareException if there is no place for it
     */
    static Ledger create() {
        try {
            return new Ledger(Files.createTempDirectory("vigil-reconcile-"));
        } catch (IOException | RocksDBException e) {
            throw noPlace(e);
        }
    }

    void put(byte[] key, byte[] content) {
        run(() -> {
            db.put(unlogged, key, content);
            return content;
        });
    }

    void remove(byte[] key) {
        run(() -> {
            db.delete(unlogged, key);
            return key;
        });
    }

    Optional<byte[]> get(byte[] key) {
        return Optional.ofNullable(run(() -> db.get(key)));
    }

    /** Hands each key and what is under it to a consumer, in order. The consumer may change and remove what it is given. */
    void forEach(BiConsumer<byte[], byte[]> consumer) {
        try (RocksIterator iterator = db.newIterator()) {
            for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
                consumer.accept(iterator.key(), iterator.value());
            }
            check(iterator);
        }
    }

    /**
     * Walks over two ledgers in the order of their keys.
     *
     * @param visitor is told of each key that only one of them has, and of each that both have
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
                    visitor.both(left.key(), left.value(), right.value());
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
            check(left);
            check(right);
        }
    }

    @Override
    public void close() {
        db.close();
        unlogged.close();
        options.close();
        cache.close();
        bloomFilter.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + folder, e);
        }
    }

    /** An iterator that cannot read on looks like one at its end. */
    private static void check(RocksIterator iterator) {
        try {
            iterator.status();
        } catch (RocksDBException e) {
            throw noPlace(e);
        }
    }

    private static byte[] run(Access access) {
        try {
            return access.run();
        } catch (RocksDBException e) {
            throw noPlace(e);
        }
    }

    private static CannotCompareException noPlace(Exception e) {
        return new CannotCompareException(
                "Cannot keep items in " + System.getProperty("java.io.tmpdir") + ": " + e.getMessage()
                        + ". Some 500 bytes an event are needed; -Djava.io.tmpdir in JAVA_TOOL_OPTIONS names another folder",
                e);
    }

    /** What a comparison finds. */
    interface Visitor {
        void both(byte[] key, byte[] expected, byte[] found);

        void onlyExpected(byte[] key, byte[] expected);

        void onlyFound(byte[] key);
    }

    @FunctionalInterface
    private interface Access {
        byte[] run() throws RocksDBException;
    }
}
