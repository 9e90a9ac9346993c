package io.vigil.reconcile;

import io.vigil.reconcile.Findings.Kind;
import io.vigil.schemas.DeviceEventDecoder;
import io.vigil.schemas.InvalidEventException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Whether both tables hold what {@code events} and {@code alarms} say: for each key an item like its last record, in the
 * table that its code asks for whatever the topic is, and nothing else.
 */
final class TableProof implements AutoCloseable {

    private static final byte REQUIRED = 1;
    private static final byte EXPLAINED = 0;

    /** How many versions of one late item are kept in mind. */
    private static final int MAX_VERSIONS = 50;

    private final DeviceEventDecoder decoder;
    private final Tables tables;
    private final TableReader reader;
    private final Ledger found = Ledger.create();
    private final Ledger expected = Ledger.create();
    private final Ledger late = Ledger.create();
    private final Findings findings = new Findings();
    private Findings lateFindings = new Findings();
    private long events;
    private long alarms;
    private long withoutValue;
    private long olderThanTopic;

    TableProof(DeviceEventDecoder decoder, Tables tables, TableReader reader) {
        this.decoder = decoder;
        this.tables = tables;
        this.reader = reader;
    }

    /** Reads a table, before any of the topics: what is found then is in a topic when that is read. */
    long scan(String table) {
        return reader.scan(table, (key, content) -> found.put(key.bytes(), content));
    }

    /** Notes what a record of {@code alarms} or {@code events} says, in the order of the topic. */
    void expect(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            withoutValue++;
            return;
        }
        try {
            EventItem item = EventItem.of(decoder.decode(record.value()), tables);
            expected.put(item.key().bytes(), flagged(REQUIRED, item.content()));
        } catch (InvalidEventException e) {
            findings.add(
                    Kind.MISSING,
                    ClassifierProof.placeOf(record) + " is no event, so that no table holds it: " + e.getMessage());
        }
    }

    /**
     * Notes an event of which the topics say nothing, once they are read.
     *
     * @param required whether there has to be an item; otherwise there may be one
     */
    void expectIfUnknown(EventItem item, boolean required) {
        byte[] key = item.key().bytes();
        if (expected.get(key).isEmpty()) {
            expected.put(key, flagged(required ? REQUIRED : EXPLAINED, item.content()));
        }
    }

    /**
     * Compares what should be with what was found. What differs may only have been late: see {@link #lookAgain()}.
     *
     * @param mayBeDeleted whether retention may have deleted the records of an item
     */
    void compare(Predicate<ItemKey> mayBeDeleted) {
        Ledger.compare(expected, found, new Ledger.Visitor() {
            @Override
            public void both(byte[] key, byte[] flaggedContent, byte[] actual) {
                count(key);
                if (isRequired(flaggedContent) && !Arrays.equals(content(flaggedContent), actual)) {
                    late.put(key, content(flaggedContent));
                }
            }

            @Override
            public void onlyExpected(byte[] key, byte[] flaggedContent) {
                count(key);
                if (isRequired(flaggedContent)) {
                    late.put(key, content(flaggedContent));
                }
            }

            @Override
            public void onlyFound(byte[] key) {
                if (mayBeDeleted.test(ItemKey.of(key))) {
                    olderThanTopic++;
                } else {
                    findings.add(Kind.EXTRA, describe(ItemKey.of(key)) + " is of no record");
                }
            }
        });
    }

    /**
     * Notes a record that came after the comparison.
     *
     * @param wasOwed whether it came of a record of the input that the comparison is about
     */
    void afterwards(ConsumerRecord<byte[], byte[]> record, boolean wasOwed) {
        if (record.value() == null) {
            return;
        }
        try {
            EventItem item = EventItem.of(decoder.decode(record.value()), tables);
            byte[] key = item.key().bytes();
            byte[] versions = late.get(key).orElse(new byte[0]);
            if (wasOwed || versions.length > 0) {
                late.put(key, withVersion(versions, item.content()));
            }
        } catch (InvalidEventException e) {
            // None of those that are waited for.
        }
    }

    /** Looks for each item that was late, and forgets those that are there now. */
    void lookAgain() {
        Findings stillLate = new Findings();
        List<ItemKey> batch = new ArrayList<>();
        late.forEach((key, versions) -> {
            batch.add(ItemKey.of(key));
            if (batch.size() == TableReader.BATCH) {
                lookAgain(batch, stillLate);
            }
        });
        lookAgain(batch, stillLate);
        lateFindings = stillLate;
    }

    /** How many items were not as they should be when they were last looked for. */
    long open() {
        return lateFindings.count(Kind.MISSING) + lateFindings.count(Kind.DIFFERENT);
    }

    /** What is not as it should be, as of the last look. */
    Findings findings() {
        Findings all = new Findings();
        all.addAll(findings);
        all.addAll(lateFindings);
        return all;
    }

    /** How many items belong into the table of routine events. */
    long events() {
        return events;
    }

    /** How many items belong into the table of alarms. */
    long alarms() {
        return alarms;
    }

    /** How many records of the topics have no value, and so are no events. */
    long withoutValue() {
        return withoutValue;
    }

    /** How many items are of records that retention may have deleted. */
    long olderThanTopic() {
        return olderThanTopic;
    }

    @Override
    public void close() {
        found.close();
        expected.close();
        late.close();
    }

    private void lookAgain(List<ItemKey> batch, Findings stillLate) {
        Map<String, List<ItemKey>> byTable = batch.stream().collect(Collectors.groupingBy(ItemKey::table));
        byTable.forEach((table, keys) -> {
            Map<ItemKey, byte[]> now = reader.get(table, keys);
            for (ItemKey key : keys) {
                byte[] versions = late.get(key.bytes()).orElseThrow();
                byte[] actual = now.get(key);
                if (actual == null) {
                    stillLate.add(Kind.MISSING, describe(key) + " is not in the table");
                } else if (hasVersion(versions, actual)) {
                    late.remove(key.bytes());
                } else {
                    stillLate.add(Kind.DIFFERENT, describe(key) + " is not as its newest record says");
                }
            }
        });
        batch.clear();
    }

    private void count(byte[] key) {
        if (ItemKey.of(key).table().equals(tables.alarms())) {
            alarms++;
        } else {
            events++;
        }
    }

    private static byte[] withVersion(byte[] versions, byte[] content) {
        if (hasVersion(versions, content)) {
            return versions;
        }
        int kept = Math.min(versions.length, (MAX_VERSIONS - 1) * Digest.LENGTH);
        return ByteBuffer.allocate(kept + Digest.LENGTH)
                .put(versions, versions.length - kept, kept)
                .put(content)
                .array();
    }

    private static boolean hasVersion(byte[] versions, byte[] content) {
        for (int from = 0; from < versions.length; from += Digest.LENGTH) {
            if (Arrays.equals(versions, from, from + Digest.LENGTH, content, 0, Digest.LENGTH)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] flagged(byte flag, byte[] content) {
        return ByteBuffer.allocate(1 + content.length).put(flag).put(content).array();
    }

    private static boolean isRequired(byte[] flaggedContent) {
        return flaggedContent[0] == REQUIRED;
    }

    private static byte[] content(byte[] flaggedContent) {
        return Arrays.copyOfRange(flaggedContent, 1, flaggedContent.length);
    }

    private static String describe(ItemKey key) {
        return key.table() + " device=" + key.deviceId() + " event=" + key.sortKey();
    }
}
