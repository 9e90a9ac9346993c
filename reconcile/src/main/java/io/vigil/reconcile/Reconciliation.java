package io.vigil.reconcile;

import io.vigil.events.DeviceEvent;
import io.vigil.schemas.DeadLetterHeaders;
import io.vigil.schemas.DeviceEventDecoder;
import io.vigil.schemas.EventCode;
import io.vigil.schemas.EventTable;
import io.vigil.schemas.EventValidation;
import io.vigil.schemas.InvalidEventException;
import io.vigil.schemas.RejectionReason;
import io.vigil.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * One comparison of topics and tables. The tables are read first, so that an item which is found comes from a record
 * that is in a topic by the time the topics are read; an event that was on its way in between is looked for by its key.
 *
 * <p>What a table should hold is every valid event of {@code device-events}, and of {@code events} and {@code alarms},
 * where replay writes too; the last record of a key wins. Every invalid one should be in the dead-letter topic, named by
 * topic, partition and offset. Whether a time is too far ahead is judged by the record's own timestamp.
 */
final class Reconciliation {

    private static final int EXAMPLES = 20;

    private final TopicReader topics;
    private final DynamoDbClient client;
    private final DeviceEventDecoder decoder;
    private final Consumer<String> progress;

    private long events;
    private long alarms;
    private long missing;
    private long extra;
    private long different;
    private final List<String> examples = new ArrayList<>();

    Reconciliation(TopicReader topics, DynamoDbClient client, DeviceEventDecoder decoder, Consumer<String> progress) {
        this.topics = topics;
        this.client = client;
        this.decoder = decoder;
        this.progress = progress;
    }

    /** Compares; once for each object. */
    Report run() {
        try (Ledger found = Ledger.create();
                Ledger expected = Ledger.create();
                Ledger rejected = Ledger.create()) {
            TableScan scan = new TableScan(client);
            for (String table : List.of(EventTable.EVENTS, EventTable.ALARMS)) {
                scan.read(table, (key, content) -> found.put(key.bytes(), content));
                progress.accept("read table " + table);
            }
            read(Topics.DEVICE_EVENTS, record -> expect(record, expected, rejected));
            read(Topics.EVENTS, record -> expect(record, expected, rejected));
            read(Topics.ALARMS, record -> expect(record, expected, rejected));
            long deadLetters = read(Topics.DEVICE_EVENTS_DLQ, record -> rejected.remove(sourceOf(record)));
            rejected.forEachKey(source -> missing(new String(source, StandardCharsets.UTF_8) + " in no dead letter"));
            Ledger.compare(expected, found, new Comparison());
            return new Report(events, alarms, deadLetters, missing, extra, different, List.copyOf(examples));
        }
    }

    private long read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> consumer) {
        long records = topics.read(topic, consumer);
        progress.accept("read topic " + topic + ", " + records + " records");
        return records;
    }

    private void expect(ConsumerRecord<byte[], byte[]> record, Ledger expected, Ledger rejected) {
        try {
            if (record.value() == null) {
                throw new InvalidEventException(RejectionReason.MALFORMED, "The value is null");
            }
            DeviceEvent event = decoder.decode(record.value());
            long time = event.getEventTime().toEpochMilli();
            EventValidation.check(event.getDeviceId().length(), time, record.timestamp());
            String table = EventCode.isAlarm(event.getEventCode()) ? EventTable.ALARMS : EventTable.EVENTS;
            ItemKey key = new ItemKey(table, event.getDeviceId(), EventTable.sortKey(time, event.getEventCode()));
            expected.put(key.bytes(), ItemContent.of(event));
        } catch (InvalidEventException e) {
            rejected.put(source(record.topic(), record.partition(), record.offset()), new byte[0]);
        }
    }

    private static byte[] sourceOf(ConsumerRecord<byte[], byte[]> deadLetter) {
        return source(
                header(deadLetter, DeadLetterHeaders.SOURCE_TOPIC),
                header(deadLetter, DeadLetterHeaders.SOURCE_PARTITION),
                header(deadLetter, DeadLetterHeaders.SOURCE_OFFSET));
    }

    private static byte[] source(Object topic, Object partition, Object offset) {
        return (topic + "-" + partition + '@' + offset).getBytes(StandardCharsets.UTF_8);
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private void missing(String what) {
        if (missing++ < EXAMPLES) {
            examples.add("missing: " + what);
        }
    }

    private static String describe(ItemKey key) {
        return key.table() + " device=" + key.deviceId() + " event=" + key.sortKey();
    }

    /** Counts what differs, after a second look at what may only have been late. */
    private final class Comparison implements Ledger.Visitor {

        @Override
        public void both(byte[] key, boolean equal, byte[] content) {
            count(key);
            if (!equal && !isNow(ItemKey.of(key), content) && different++ < EXAMPLES) {
                examples.add("different: " + describe(ItemKey.of(key)));
            }
        }

        @Override
        public void onlyExpected(byte[] key, byte[] content) {
            count(key);
            if (!isNow(ItemKey.of(key), content)) {
                missing(describe(ItemKey.of(key)));
            }
        }

        @Override
        public void onlyFound(byte[] key) {
            if (extra++ < EXAMPLES) {
                examples.add("extra: " + describe(ItemKey.of(key)));
            }
        }

        private void count(byte[] key) {
            if (ItemKey.of(key).table().equals(EventTable.ALARMS)) {
                alarms++;
            } else {
                events++;
            }
        }

        private boolean isNow(ItemKey key, byte[] content) {
            Map<String, AttributeValue> item = client.getItem(request -> request.tableName(key.table())
                            .consistentRead(true)
                            .key(Map.of(
                                    EventTable.DEVICE_ID, AttributeValue.fromS(key.deviceId()),
                                    EventTable.EVENT_TIME, AttributeValue.fromS(key.sortKey()))))
                    .item();
            return !item.isEmpty() && Arrays.equals(ItemContent.of(item), content);
        }
    }
}
