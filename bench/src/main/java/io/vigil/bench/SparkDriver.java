package io.vigil.bench;

import io.vigil.stack.VigilHome;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Spark as {@code ./vigil replay} starts it, on its own class path.
 *
 * @param heap the JVM's option
 */
record SparkDriver(VigilHome home, String heap) {

    /**
     * A command that lacks the main class and its arguments.
     *
     * @param settings system properties, as options of the JVM
     * @param classPath of the job, before Spark's own
     */
    List<String> command(List<String> settings, String classPath) {
        Path jvm = built("spark-batch/src/main/jvm");
        List<String> driver = List.of(
                ChildJvm.JAVA,
                "@" + jvm.resolve("driver.options"),
                heap,
                "-Dlog4j2.configurationFile=" + jvm.resolve("log4j2.properties"));
        List<String> all = List.of("-cp", classPath + ":" + built("spark-batch/spark/target/jars") + "/*");
        return Stream.of(driver, settings, all).flatMap(List::stream).toList();
    }

    /** The same for a job that brings no settings of its own: all cores of this machine, and nobody else's addresses. */
    List<String> local(List<String> settings, String classPath) {
        List<String> local = Stream.of(
                        "master=local[*]", "ui.enabled=false", "driver.host=127.0.0.1", "driver.bindAddress=127.0.0.1")
                .map(setting -> "-Dspark." + setting)
                .toList();
        return command(Stream.concat(local.stream(), settings.stream()).toList(), classPath);
    }

    private Path built(String file) {
        return home.built(home.root().resolve(file));
    }
}
