package io.vigil.bench.spark;

import static org.apache.spark.sql.avro.functions.from_avro;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.when;

import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;

/**
 * Decodes each record of a topic with Spark's own Avro reader, and writes its bytes to one of two topics by its event
 * code. At least once, which is what Spark's Kafka sink can; with Spark's defaults but for the compression.
 */
public final class SparkClassifyMain {

    /** The header of Confluent's wire format has 5 bytes, and Spark counts from 1. */
    private static final String WITHOUT_HEADER = "substring(value, 6)";

    private SparkClassifyMain() {}

    /**
     * Runs until it is told to stop.
     *
     * @param args the bootstrap servers, the folder for checkpoints, the schema as JSON, the topic to read, the one for
     *     routine events, the one for alarms, the milliseconds between batches or 0 for none; Spark's settings are system
     *     properties
     */
    public static void main(String[] args) throws IOException, TimeoutException, StreamingQueryException {
        String routine = args[4];
        String alarms = args[5];
        Column code = from_avro(expr(WITHOUT_HEADER), args[2]).getField("eventCode");
        try (SparkSession spark = SparkSession.builder().getOrCreate()) {
            spark.readStream()
                    .format("kafka")
                    .option("kafka.bootstrap.servers", args[0])
                    .option("subscribe", args[3])
                    .option("startingOffsets", "earliest")
                    .load()
                    .select(
                            col("key"),
                            col("value"),
                            when(code.isin(1, 2), routine).otherwise(alarms).as("topic"))
                    .writeStream()
                    .format("kafka")
                    .option("kafka.bootstrap.servers", args[0])
                    .option("kafka.compression.type", "lz4")
                    .option("checkpointLocation", args[1])
                    .trigger(Trigger.ProcessingTime(Long.parseLong(args[6])))
                    .start()
                    .awaitTermination();
        }
    }
}
