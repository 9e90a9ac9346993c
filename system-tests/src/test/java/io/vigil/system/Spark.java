package io.vigil.system;

import java.nio.file.Path;
import java.util.stream.Stream;

/** Spark as {@code spark-batch} brings it. */
final class Spark {

    private static final Path MODULE = Path.of("..", "spark-batch");
    private static final Path JOB = MODULE.resolve("target/vigil-spark-batch.jar");

    /** A folder with {@code jars/} in it: what Spark calls SPARK_HOME. */
    static final Path HOME = MODULE.resolve("spark/target").toAbsolutePath().normalize();

    private Spark() {}

    /** The command that runs a driver as {@code ./vigil} does, up to the main class. */
    static Stream<String> driver() {
        return Stream.of(
                Command.JAVA,
                "@" + MODULE.resolve("src/main/jvm/driver.options"),
                "-Xmx512m",
                "-Dlog4j2.configurationFile=" + MODULE.resolve("src/main/jvm/log4j2.properties"),
                "-Dspark.jars=" + JOB,
                "-cp",
                JOB + ":" + HOME.resolve("jars") + "/*");
    }

    /** The command that runs one of Spark's daemons. */
    static Stream<String> daemon(String main) {
        return Stream.of(
                Command.JAVA,
                "@" + MODULE.resolve("src/main/jvm/driver.options"),
                "-Xmx256m",
                "-cp",
                HOME.resolve("jars") + "/*",
                main);
    }
}
