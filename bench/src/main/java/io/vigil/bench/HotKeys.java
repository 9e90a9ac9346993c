package io.vigil.bench;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Records of few keys, in an order that only looks random. Each has its number as a version, so a later one is newer. */
final class HotKeys {

    static final String TOPIC = "bench-sink-hot-keys";
    static final String VERSION = "Version";
    static final int KEYS = 200;

    private HotKeys() {}

    static void load(String bootstrapServers, int records) throws InterruptedException {
        LoadedTopic.load(bootstrapServers, TOPIC, records, HotKeys::record);
    }

    /** What the newest versions of all keys add up to. */
    static long newestVersions(int records) {
        Map<Integer, Integer> newest = new HashMap<>();
        for (int number = 0; number < records; number++) {
            newest.put(key(number), number);
        }
        return newest.values().stream().mapToLong(Integer::longValue).sum();
    }

    private static ProducerRecord<byte[], byte[]> record(int number) {
        int key = key(number);
        return new ProducerRecord<>(
                TOPIC,
                SampleRecords.deviceId(key).getBytes(StandardCharsets.UTF_8),
                SampleRecords.json(key, VERSION, number));
    }

    private static int key(int number) {
        return new SplittableRandom(number).nextInt(KEYS);
    }
}
