package io.vigil.reconcile;

import io.vigil.reconcile.Findings.Kind;
import io.vigil.schemas.DeviceEventDecoder;
import io.vigil.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One comparison of what {@code device-events} holds when it begins with all that is behind. The order is what makes it
 * sound while data flows:
 *
 * <ol>
 *   <li>Where the input ends is noted first; nothing that arrives later is asked for.
 *   <li>The tables are read before the topics, so that what is found in a table is of a record that is in a topic by
 *       then.
 *   <li>Where the other topics end is taken when the input has been read.
 *   <li>What is missing by then may be on its way. It alone is looked for again: in what the topics hold by now, and in
 *       the tables item by item.
 * </ol>
 */
final class Reconciliation {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Map<String, TopicReader> topics;
    private final TableReader tableReader;
    private final Tables tables;
    private final DeviceEventDecoder decoder;
    private final Consumer<String> progress;
    private final List<String> notes = new ArrayList<>();

    /**
     * A comparison.
     *
     * @param topics readers of {@code device-events}, {@code events}, {@code alarms} and the dead letters
     * @param progress is told each step
     */
    Reconciliation(
            Map<String, TopicReader> topics,
            TableReader tableReader,
            Tables tables,
            DeviceEventDecoder decoder,
            Consumer<String> progress) {
        this.topics = topics;
        this.tableReader = tableReader;
        this.tables = tables;
        this.decoder = decoder;
        this.progress = progress;
    }

    /**
     * Compares; once for each object.
     *
     * @param wait how long to look again for what is missing and may only be late
     * @throws CannotCompareException if that is not possible
     */
    Report run(Duration wait) {
        TopicReader input = topics.get(Topics.DEVICE_EVENTS);
        Map<Integer, Long> inputEnds = input.ends();
        Map<String, RetentionLimits> limits = topics.values().stream()
                .collect(Collectors.toMap(TopicReader::topic, topic -> new RetentionLimits(topic.partitionCount())));
        try (ClassifierProof classifier = new ClassifierProof(decoder, tables, Clock.systemUTC(), inputEnds, limits);
                TableProof table = new TableProof(decoder, tables, tableReader)) {
            for (String name : tables.names()) {
                progress.accept("read table " + name + ", " + table.scan(name) + " items");
            }
            input.readTo(inputEnds, classifier::input);
            progress.accept("read topic " + input.topic() + ", " + input.records() + " records");
            Map<Integer, Long> inputBegins = input.begins();
            readBehind(classifier, inputBegins, (record, wasOwed) -> table.expect(record));
            Map<String, Map<Integer, Long>> begins =
                    topics.values().stream().collect(Collectors.toMap(TopicReader::topic, TopicReader::begins));
            noteWhatRetentionDeleted(begins);
            long deletedLetters = classifier.waiveWhatRetentionDeleted(begins, table::expectIfUnknown);
            note(deletedLetters, "dead letters cannot be looked for, since retention has deleted where they were");
            table.compare(key -> mayBeDeleted(key, begins, limits));
            note(table.olderThanTopic(), "items cannot be compared, since retention has deleted their records");
            note(table.withoutValue(), "records of events and alarms have no value, and so are no events");
            table.lookAgain();
            waitForWhatIsLate(classifier, table, inputBegins, wait);
            return report(classifier, table);
        }
    }

    private void waitForWhatIsLate(
            ClassifierProof classifier, TableProof table, Map<Integer, Long> inputBegins, Duration wait) {
        long deadline = System.nanoTime() + wait.toNanos();
        long before = 0;
        long open = classifier.open() + table.open();
        while (open > 0 && System.nanoTime() - deadline < 0) {
            if (open != before) {
                progress.accept(open + " not there yet, looking again for up to " + wait.toSeconds() + " s");
            }
            pause();
            readBehind(classifier, inputBegins, table::afterwards);
            table.lookAgain();
            before = open;
            open = classifier.open() + table.open();
        }
    }

    private void readBehind(ClassifierProof classifier, Map<Integer, Long> inputBegins, OutputConsumer outputs) {
        TopicReader deadLetters = topics.get(Topics.DEVICE_EVENTS_DLQ);
        deadLetters.readOn(record -> classifier.deadLetter(record, inputBegins));
        for (String topic : List.of(Topics.EVENTS, Topics.ALARMS)) {
            topics.get(topic).readOn(record -> outputs.accept(record, classifier.output(record)));
        }
    }

    private boolean mayBeDeleted(
            ItemKey key, Map<String, Map<Integer, Long>> begins, Map<String, RetentionLimits> limits) {
        String topic = tables.topicOf(key.table());
        int partition = limits.get(topic).partitionOf(key.deviceId().getBytes(StandardCharsets.UTF_8));
        return begins.get(topic).get(partition) > 0;
    }

    private void noteWhatRetentionDeleted(Map<String, Map<Integer, Long>> begins) {
        begins.forEach((topic, offsets) -> note(
                offsets.values().stream().mapToLong(Long::longValue).sum(),
                "offsets at the beginning of topic " + topic + " have been deleted by retention; what was there is "
                        + "compared as far as the other topics and the tables show it"));
    }

    private void note(long count, String what) {
        if (count > 0) {
            notes.add(count + " " + what);
        }
    }

    private Report report(ClassifierProof classifier, TableProof table) {
        Findings all = new Findings();
        all.addAll(classifier.findings());
        all.addAll(table.findings());
        return new Report(
                classifier.inputs(),
                table.events(),
                table.alarms(),
                topics.get(Topics.DEVICE_EVENTS_DLQ).records(),
                all.count(Kind.MISSING),
                all.count(Kind.EXTRA),
                all.count(Kind.DIFFERENT),
                List.copyOf(notes),
                all.examples());
    }

    private static void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotCompareException("Interrupted while waiting for what may be late", e);
        }
    }

    /** Is given a record, and whether it came of the input. */
    private interface OutputConsumer {
        void accept(ConsumerRecord<byte[], byte[]> record, boolean wasOwed);
    }
}
