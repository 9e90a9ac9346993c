package io.vigil.api.live;

import io.vigil.schemas.Topics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes alarms, events and devices as the classifier does, in transactions, some of which it aborts. The code of each
 * record is its number, so that all are told apart.
 */
final class Traffic implements AutoCloseable {

    private static final int DEVICES = 40;
    private static final int TRANSACTION = 60;
    private static final int ABORT_EACH = 7;

    /** Behind the codes of routine events, so that all records of alarms are alarms. */
    private static final int FIRST_CODE = 100;

    private final TestTopics topics;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Set<String> committed = new ConcurrentSkipListSet<>();
    private final Thread thread = new Thread(this::write, "traffic");
    private volatile boolean stopping;
    private volatile RuntimeException failure;

    private Traffic(TestTopics topics) {
        this.topics = topics;
        this.producer = topics.producer(
                Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, UUID.randomUUID().toString()));
        producer.initTransactions();
    }

    static Traffic start(TestTopics topics) {
        Traffic traffic = new Traffic(topics);
        traffic.thread.start();
        return traffic;
    }

    int count() {
        return committed.size();
    }

    /** Stops. What was committed, each record as {@link #name}. */
    Set<String> stop() throws InterruptedException {
        stopping = true;
        thread.join();
        if (failure != null) {
            throw failure;
        }
        return new TreeSet<>(committed);
    }

    static String name(String event, String deviceId, int code) {
        return "%s/%s/%08d".formatted(event, deviceId, code);
    }

    private void write() {
        try {
            int code = FIRST_CODE;
            for (int transaction = 1; !stopping; transaction++) {
                Set<String> names = new TreeSet<>();
                producer.beginTransaction();
                for (int i = 0; i < TRANSACTION; i++) {
                    String deviceId = "d-" + code % DEVICES;
                    for (ProducerRecord<byte[], byte[]> record : List.of(
                            topics.alarm(deviceId, code),
                            topics.event(Topics.EVENTS, deviceId, code),
                            topics.status(deviceId, code))) {
                        producer.send(record);
                    }
                    for (StreamType type : StreamType.values()) {
                        names.add(name(type.label(), deviceId, code));
                    }
                    code++;
                }
                if (transaction % ABORT_EACH == 0) {
                    producer.abortTransaction();
                } else {
                    producer.commitTransaction();
                    committed.addAll(names);
                }
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    @Override
    public void close() {
        stopping = true;
        producer.close();
    }
}
