package io.vigil.bench.flink;

import io.vigil.schemas.Topics;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Decodes each record of {@code device-events} into the generated class, and writes its bytes to {@code events} or
 * {@code alarms}. One task, a checkpoint each second, and objects are handed on without being copied.
 */
public final class FlinkClassifyMain {

    private static final String LOOPBACK = "127.0.0.1";
    private static final long CHECKPOINT_MILLIS = 1_000;

    /** Shorter than the sink's hour, which brokers do not grant: their transaction.max.timeout.ms is 15 minutes. */
    private static final String TRANSACTION_TIMEOUT_MILLIS = "600000";

    private FlinkClassifyMain() {}

    /**
     * Runs until it is told to stop.
     *
     * @param args the bootstrap servers, an id that no other run has, and whether exactly once: true or false
     */
    public static void main(String[] args) throws Exception {
        String bootstrapServers = args[0];
        String id = args[1];
        boolean exactlyOnce = Boolean.parseBoolean(args[2]);

        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1, settings());
        environment.enableCheckpointing(
                CHECKPOINT_MILLIS, exactlyOnce ? CheckpointingMode.EXACTLY_ONCE : CheckpointingMode.AT_LEAST_ONCE);
        environment
                .fromSource(source(bootstrapServers, id), WatermarkStrategy.noWatermarks(), Topics.DEVICE_EVENTS)
                .sinkTo(sink(bootstrapServers, id, exactlyOnce));
        environment.execute(id);
    }

    private static Configuration settings() {
        Configuration settings = new Configuration();
        settings.set(PipelineOptions.OBJECT_REUSE, true);
        // A failure ends it.
        settings.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        settings.set(RestOptions.BIND_ADDRESS, LOOPBACK);
        settings.set(RestOptions.BIND_PORT, "0");
        settings.set(JobManagerOptions.BIND_HOST, LOOPBACK);
        return settings;
    }

    private static KafkaSource<Tuple3<Boolean, byte[], byte[]>> source(String bootstrapServers, String id) {
        return KafkaSource.<Tuple3<Boolean, byte[], byte[]>>builder()
                .setBootstrapServers(bootstrapServers)
                .setTopics(Topics.DEVICE_EVENTS)
                .setGroupId(id)
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setDeserializer(new DecodedEvents())
                .build();
    }

    private static KafkaSink<Tuple3<Boolean, byte[], byte[]>> sink(
            String bootstrapServers, String id, boolean exactlyOnce) {
        return KafkaSink.<Tuple3<Boolean, byte[], byte[]>>builder()
                .setBootstrapServers(bootstrapServers)
                .setRecordSerializer(new RoutedBytes())
                .setDeliveryGuarantee(exactlyOnce ? DeliveryGuarantee.EXACTLY_ONCE : DeliveryGuarantee.AT_LEAST_ONCE)
                .setTransactionalIdPrefix(id)
                .setProperty("transaction.timeout.ms", TRANSACTION_TIMEOUT_MILLIS)
                .setProperty("compression.type", "lz4")
                .build();
    }
}
