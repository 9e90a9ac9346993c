package io.vigil.bench.spark;

import java.io.IOException;
import org.apache.spark.sql.SparkSession;

/** Reads a CSV file with Spark's own reader, all columns as text, and drops the rows. */
public final class SparkCsvMain {

    private SparkCsvMain() {}

    /**
     * Prints how many seconds it took once Spark was there.
     *
     * @param args the file's URI, and its delimiter; Spark's settings are system properties
     */
    public static void main(String[] args) throws IOException {
        try (SparkSession spark = SparkSession.builder().getOrCreate()) {
            long began = System.nanoTime();
            spark.read()
                    .option("header", true)
                    .option("delimiter", args[1])
                    .csv(args[0])
                    .write()
                    .format("noop")
                    .mode("overwrite")
                    .save();
            System.out.println((System.nanoTime() - began) / 1e9);
        }
    }
}
