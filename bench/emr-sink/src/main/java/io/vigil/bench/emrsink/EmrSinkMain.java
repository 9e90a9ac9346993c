package io.vigil.bench.emrsink;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.hadoop.dynamodb.DynamoDBConstants;
import org.apache.hadoop.dynamodb.DynamoDBItemWritable;
import org.apache.hadoop.dynamodb.write.DynamoDBOutputFormat;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.RecordWriter;
import org.apache.hadoop.mapred.Reporter;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Writes each JSON record of a topic to a table by the output format of Amazon EMR's DynamoDB connector: one writer, batches
 * of 25, one request after the other. That is what a reduce task does with it; no Hadoop runs, and as it has no source for
 * Kafka, a consumer without a group reads the topic.
 */
public final class EmrSinkMain {

    private static final Duration POLL = Duration.ofSeconds(1);

    /** Writes a second that the connector allows itself; it never gets there. */
    private static final long UNTHROTTLED = 1_000_000_000;

    /** Where the loggers of Commons Logging end. */
    private static final Logger ROOT = Logger.getLogger("");

    private EmrSinkMain() {}

    /**
     * Prints that it is ready, waits for a line, writes what is in the topic by then, and stays until standard input ends. A
     * failure ends it, too.
     *
     * @param args the bootstrap servers, the topic, the endpoint's URL, and the table
     */
    public static void main(String[] args) throws IOException {
        // The connector has an INFO for each item.
        ROOT.setLevel(Level.WARNING);
        System.out.println("ready");
        if (System.in.read() >= 0) {
            write(args[0], args[1], job(args[2], args[3]));
            awaitEnd();
        }
    }

    private static void awaitEnd() throws IOException {
        while (System.in.read() >= 0) {
            // Only its end counts.
        }
    }

    private static JobConf job(String endpoint, String table) {
        JobConf job = new JobConf();
        job.set(DynamoDBConstants.ENDPOINT, endpoint);
        job.set(DynamoDBConstants.REGION, "us-east-1");
        job.set(DynamoDBConstants.DYNAMODB_ACCESS_KEY_CONF, "bench");
        job.set(DynamoDBConstants.DYNAMODB_SECRET_KEY_CONF, "bench");
        job.set(DynamoDBConstants.OUTPUT_TABLE_NAME, table);
        // Otherwise it asks for the table's capacity, and takes half of it.
        job.setLong(DynamoDBConstants.WRITE_THROUGHPUT, UNTHROTTLED);
        job.set(DynamoDBConstants.THROUGHPUT_WRITE_PERCENT, "1");
        return job;
    }

    private static void write(String bootstrapServers, String topic, JobConf job) throws IOException {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrapServers)) {
            RecordWriter<Text, DynamoDBItemWritable> writer =
                    new DynamoDBOutputFormat().getRecordWriter(null, job, topic, Reporter.NULL);
            Map<TopicPartition, Long> ends = assign(consumer, topic);
            Text noKey = new Text();
            while (!isAt(ends, consumer)) {
                for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
                    writer.write(noKey, new DynamoDBItemWritable(JsonItems.item(message.value())));
                }
            }
            // Only now it sends the last batch.
            writer.close(Reporter.NULL);
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers) {
        return new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private static Map<TopicPartition, Long> assign(KafkaConsumer<?, ?> consumer, String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer.endOffsets(partitions);
    }

    private static boolean isAt(Map<TopicPartition, Long> ends, KafkaConsumer<?, ?> consumer) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }
}
