package io.vigil.reconcile;

import io.vigil.reconcile.ExpectedOutcome.Forwarded;
import io.vigil.reconcile.Findings.Kind;
import io.vigil.reconcile.OwedDeadLetters.State;
import io.vigil.schemas.DeadLetterHeaders;
import io.vigil.schemas.DeviceEventDecoder;
import io.vigil.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Whether each record of {@code device-events} is in the one topic that it belongs into, byte for byte. What replay
 * writes to {@code alarms} and {@code events}, and dead letters that come from elsewhere, are nobody's output and no
 * error.
 */
final class ClassifierProof implements AutoCloseable {

    private final DeviceEventDecoder decoder;
    private final Tables tables;
    private final Clock clock;
    private final Map<Integer, Long> inputEnds;
    private final Map<String, RetentionLimits> limits;
    private final OwedEvents events = new OwedEvents();
    private final OwedDeadLetters deadLetters = new OwedDeadLetters();
    private final Findings findings = new Findings();
    private long inputs;

    /**
     * A proof of what the input holds up to some offsets.
     *
     * @param inputEnds for each partition of the input
     * @param limits of {@code alarms}, {@code events} and the dead letters, by topic
     */
    ClassifierProof(
            DeviceEventDecoder decoder,
            Tables tables,
            Clock clock,
            Map<Integer, Long> inputEnds,
            Map<String, RetentionLimits> limits) {
        this.decoder = decoder;
        this.tables = tables;
        this.clock = clock;
        this.inputEnds = inputEnds;
        this.limits = limits;
    }

    /** Notes what has to become of a record of the input. */
    void input(ConsumerRecord<byte[], byte[]> record) {
        if (record.offset() >= inputEnds.get(record.partition())) {
            return;
        }
        inputs++;
        ExpectedOutcome outcome = ExpectedOutcome.of(record, decoder, tables, clock.millis());
        byte[] digest = Digest.of(record.key(), record.value());
        int deadLetterPartition = limits.get(Topics.DEVICE_EVENTS_DLQ).partitionOf(record.key());
        if (outcome.event().isEmpty()) {
            deadLetters.require(record.partition(), record.offset(), digest, deadLetterPartition);
            return;
        }
        Forwarded event = outcome.event().get();
        byte[] key = OwedEvents.keyOf(event.topic(), event.key(), event.value());
        int partition = limits.get(event.topic()).partitionOf(event.key());
        events.add(key, record.partition(), record.offset(), partition, event.item());
        if (outcome.mayBeDeadLetter()) {
            deadLetters.allow(record.partition(), record.offset(), digest, deadLetterPartition, key);
        }
    }

    /**
     * Takes note of a dead letter, once all of the input is known.
     *
     * @param inputBegins what is before is not known any more
     */
    void deadLetter(ConsumerRecord<byte[], byte[]> record, Map<Integer, Long> inputBegins) {
        Optional<Source> from = Source.of(record);
        if (from.isEmpty()
                || from.get().offset() >= inputEnds.getOrDefault(from.get().partition(), 0L)) {
            return;
        }
        Source source = from.get();
        Optional<OwedDeadLetters.Owed> found = deadLetters.get(source.partition(), source.offset());
        if (found.isEmpty()) {
            if (source.offset() >= inputBegins.get(source.partition())) {
                findings.add(
                        Kind.EXTRA, placeOf(record) + " is a dead letter of " + source + ", which is a valid event");
            }
            return;
        }
        OwedDeadLetters.Owed owed = found.get();
        if (owed.state() == State.SEEN) {
            findings.add(Kind.EXTRA, placeOf(record) + " is one more dead letter of " + source);
            return;
        }
        if (!Arrays.equals(owed.digest(), Digest.of(record.key(), record.value()))) {
            findings.add(Kind.DIFFERENT, placeOf(record) + " is a dead letter of " + source + ", with other bytes");
        }
        if (owed.state() == State.OPTIONAL) {
            events.take(owed.owedEvent());
        }
        limits.get(record.topic()).saw(record.partition(), source.partition(), source.offset());
        deadLetters.settle(source.partition(), source.offset(), owed, State.SEEN);
    }

    /**
     * Takes note of a record of {@code alarms} or {@code events}, once all of the input is known.
     *
     * @return whether it came of the input
     */
    boolean output(ConsumerRecord<byte[], byte[]> record) {
        Optional<OwedEvents.Owed> taken = events.take(OwedEvents.keyOf(record.topic(), record.key(), record.value()));
        // Which of several equal input records it came of cannot be told.
        taken.filter(owed -> owed.total() == 1)
                .ifPresent(owed ->
                        limits.get(record.topic()).saw(record.partition(), owed.inputPartition(), owed.inputOffset()));
        return taken.isPresent();
    }

    /** How many records the input has. */
    long inputs() {
        return inputs;
    }

    /** How many of them have not been seen where they belong. */
    long open() {
        return events.open() + deadLetters.open();
    }

    /**
     * Waives what retention may have deleted where it belongs.
     *
     * @param begins where the partitions of each topic begin
     * @param others is given each event that was not seen, and whether it is waived
     * @return how many dead letters were waived; nothing else can prove those
     */
    long waiveWhatRetentionDeleted(Map<String, Map<Integer, Long>> begins, BiConsumer<EventItem, Boolean> others) {
        events.forEach((key, owed) -> {
            String topic = OwedEvents.topicOf(key);
            boolean waived = limits.get(topic)
                    .mayHaveDeleted(begins.get(topic), owed.partition(), owed.inputPartition(), owed.inputOffset());
            if (waived) {
                events.waive(key, owed);
            }
            others.accept(owed.item(), waived);
        });
        long openBefore = deadLetters.open();
        String topic = Topics.DEVICE_EVENTS_DLQ;
        deadLetters.forEach((partition, offset, owed) -> {
            if (limits.get(topic).mayHaveDeleted(begins.get(topic), owed.partition(), partition, offset)) {
                deadLetters.settle(partition, offset, owed, State.DELETED);
            }
        });
        return openBefore - deadLetters.open();
    }

    /** What is not as it should be, as of now. */
    Findings findings() {
        Findings all = new Findings();
        all.addAll(findings);
        events.forEach((key, owed) -> {
            String source = new Source(owed.inputPartition(), owed.inputOffset()).toString();
            String often =
                    owed.total() > 1 ? " (" + owed.total() + " times the same, " + owed.left() + " missing)" : "";
            all.add(Kind.MISSING, owed.left(), source + often + " is not in topic " + OwedEvents.topicOf(key));
        });
        deadLetters.forEach((partition, offset, owed) -> all.add(
                Kind.MISSING,
                new Source(partition, offset) + " is no event, and not in topic " + Topics.DEVICE_EVENTS_DLQ));
        return all;
    }

    @Override
    public void close() {
        events.close();
        deadLetters.close();
    }

    static String placeOf(ConsumerRecord<?, ?> record) {
        return record.topic() + '-' + record.partition() + '@' + record.offset();
    }

    /** A place in the input. */
    private record Source(int partition, long offset) {

        /** Where a dead letter came from; empty if it did not come from the input, as what a file holds. */
        private static Optional<Source> of(ConsumerRecord<?, ?> deadLetter) {
            if (!Topics.DEVICE_EVENTS.equals(header(deadLetter, DeadLetterHeaders.SOURCE_TOPIC))) {
                return Optional.empty();
            }
            try {
                return Optional.of(new Source(
                        Integer.parseInt(header(deadLetter, DeadLetterHeaders.SOURCE_PARTITION)),
                        Long.parseLong(header(deadLetter, DeadLetterHeaders.SOURCE_OFFSET))));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }

        private static String header(ConsumerRecord<?, ?> record, String name) {
            Header header = record.headers().lastHeader(name);
            return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return Topics.DEVICE_EVENTS + '-' + partition + '@' + offset;
        }
    }
}
