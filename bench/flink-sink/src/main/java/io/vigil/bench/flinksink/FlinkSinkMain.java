package io.vigil.bench.flinksink;

import java.io.IOException;
import java.util.List;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.aws.config.AWSConfigConstants;
import org.apache.flink.connector.dynamodb.sink.DynamoDbSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Writes each JSON record of a topic to a table with the keys {@code Device_id} and {@code EventTime}. One task, batches of
 * 25, the newest of a key in each, and objects are handed on without being copied.
 */
public final class FlinkSinkMain {

    private static final String LOOPBACK = "127.0.0.1";
    private static final int BATCH_SIZE = 25;

    /** As often as a Connect worker commits the offsets of what a sink has written. */
    private static final long CHECKPOINT_MILLIS = 60_000;

    private FlinkSinkMain() {}

    /**
     * Starts Flink, prints that it is ready, waits for a line, writes what is in the topic by then, and stays until
     * standard input ends. A failure ends it, too.
     *
     * @param args the bootstrap servers, the topic, the endpoint's URL, the table, and how many requests in flight
     */
    public static void main(String[] args) throws Exception {
        Configuration settings = settings();
        JobGraph job = job(settings, source(args[0], args[1]), sink(args[2], args[3], Integer.parseInt(args[4])));
        MiniClusterConfiguration oneTask = new MiniClusterConfiguration.Builder()
                .setConfiguration(settings)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(1)
                .build();
        MiniCluster cluster = new MiniCluster(oneTask);
        try {
            cluster.start();
            System.out.println("ready");
            if (System.in.read() >= 0) {
                cluster.executeJobBlocking(job);
                awaitEnd();
            }
        } finally {
            cluster.close();
        }
    }

    private static void awaitEnd() throws IOException {
        while (System.in.read() >= 0) {
            // Only its end counts.
        }
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

    private static JobGraph job(Configuration settings, KafkaSource<byte[]> source, DynamoDbSink<byte[]> sink) {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(settings);
        environment.setParallelism(1);
        environment.enableCheckpointing(CHECKPOINT_MILLIS);
        environment
                .fromSource(source, WatermarkStrategy.noWatermarks(), "source")
                .sinkTo(sink);
        return environment.getStreamGraph().getJobGraph();
    }

    /** It ends where the topic does, as otherwise the last batch would wait until it is full, or five seconds old. */
    private static KafkaSource<byte[]> source(String bootstrapServers, String topic) {
        return KafkaSource.<byte[]>builder()
                .setBootstrapServers(bootstrapServers)
                .setTopics(topic)
                .setGroupId("flink-sink")
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setBounded(OffsetsInitializer.latest())
                .setDeserializer(KafkaRecordDeserializationSchema.valueOnly(ByteArrayDeserializer.class))
                .build();
    }

    private static DynamoDbSink<byte[]> sink(String endpoint, String table, int inFlight) {
        Properties client = new Properties();
        client.setProperty(AWSConfigConstants.AWS_REGION, "us-east-1");
        client.setProperty(AWSConfigConstants.AWS_ENDPOINT, endpoint);
        client.setProperty(AWSConfigConstants.AWS_CREDENTIALS_PROVIDER, "BASIC");
        client.setProperty(AWSConfigConstants.AWS_ACCESS_KEY_ID, "bench");
        client.setProperty(AWSConfigConstants.AWS_SECRET_ACCESS_KEY, "bench");
        client.setProperty(AWSConfigConstants.TRUST_ALL_CERTIFICATES, "true");
        client.setProperty(AWSConfigConstants.HTTP_PROTOCOL_VERSION, "HTTP1_1");
        return DynamoDbSink.<byte[]>builder()
                .setDynamoDbProperties(client)
                .setTableName(table)
                .setElementConverter(new JsonItems())
                // Without, a batch in which a key is twice ends it.
                .setOverwriteByPartitionKeys(List.of("Device_id", "EventTime"))
                .setMaxBatchSize(BATCH_SIZE)
                .setMaxInFlightRequests(inFlight)
                .build();
    }
}
