package io.vigil.bench.streams;

import io.vigil.schemas.Topics;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;

/** Brings each record of {@code device-events} to {@code events}, exactly once, and looks at none. */
public final class PassthroughMain {

    private PassthroughMain() {}

    /**
     * Runs until it is told to stop.
     *
     * @param args the bootstrap servers, the application's id, the folder for state, and the number of threads
     */
    public static void main(String[] args) throws InterruptedException {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(Topics.DEVICE_EVENTS, Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                .to(Topics.EVENTS, Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));

        Properties settings = new Properties();
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, args[0]);
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, args[1]);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, args[2]);
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, args[3]);
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        // As the classifier has them.
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, "500");
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");

        CountDownLatch failed = new CountDownLatch(1);
        try (KafkaStreams streams = new KafkaStreams(builder.build(), settings)) {
            streams.setStateListener((now, before) -> {
                if (now == State.ERROR) {
                    failed.countDown();
                }
            });
            Runtime.getRuntime().addShutdownHook(new Thread(streams::close, "passthrough-shutdown"));
            streams.start();
            failed.await();
        }
        System.exit(1);
    }
}
