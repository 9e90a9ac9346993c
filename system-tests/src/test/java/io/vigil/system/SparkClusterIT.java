package io.vigil.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigil.schemas.Topics;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The replay on a Spark cluster of its own: a master and two workers, one of which dies in the middle. */
@ExtendWith(SharedStack.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SparkClusterIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int ROWS = 20_000;

    private final Pipeline pipeline;

    SparkClusterIT(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    @Test
    void losesNothingWhenAWorkerDiesInTheMiddle() throws Exception {
        String rows = IntStream.range(0, ROWS)
                .mapToObj(row -> "cluster-%d;w;Worker;%d;20180101 %02d:%02d:%02d;59.3;18.1%n"
                        .formatted(row % 100, row % 50 == 0 ? 6 : 1, row / 3600, row / 60 % 60, row % 60))
                .collect(Collectors.joining());
        String file = "Device ID;Worker ID;Worker Name;Event;EventTime;Latitude;Longitude\n" + rows;
        String uri = pipeline.upload("test/cluster.csv", file.getBytes(StandardCharsets.UTF_8));
        Path settings = Files.write(
                Files.createTempFile("cluster", ".properties"),
                List.of(
                        "spark.sql.files.maxPartitionBytes=" + file.length() / 4,
                        "spark.driver.host=127.0.0.1",
                        "spark.driver.bindAddress=127.0.0.1",
                        "spark.ui.enabled=false",
                        "spark.executor.memory=512m",
                        "spark.scheduler.minRegisteredResourcesRatio=1.0"));
        String master = "spark://127.0.0.1:" + freePort();
        long before = written();

        try (Command itself = daemon("org.apache.spark.deploy.master.Master", "--port", master.replaceAll(".*:", ""));
                Command first = worker(master, 1);
                Command second = worker(master, 2);
                // Slow enough to be caught in the middle.
                Command replay = pipeline.replay(
                        uri, "--master", master, "--max-rate", "1500", "--command-config", settings.toString())) {
            Awaitility.await("records of the replay")
                    .atMost(PATIENCE)
                    .until(() -> isUnder(List.of(itself, first, second, replay)) && written() > before + 3000);
            second.kill();
            assertThat(replay.await(PATIENCE)).as(replay.output()).isZero();

            assertThat(replay.output())
                    .contains("rows=" + ROWS + " events=" + ROWS * 49 / 50 + " alarms=" + ROWS / 50 + " rejected=0");
            assertThat(first.output()).contains("Asked to launch executor");
            assertThat(second.output()).contains("Asked to launch executor");
        }

        assertThat(written() - before)
                .as("what the dead worker wrote comes again")
                .isGreaterThan(ROWS);
        assertThat(pipeline.reconcile()).contains("missing=0 extra=0 different=0");
        assertThat(pipeline.itemsOf("cluster-")).hasSize(ROWS);
    }

    private static boolean isUnder(List<Command> commands) throws Exception {
        for (Command command : commands) {
            assertThat(command.isAlive()).as(command.output()).isTrue();
        }
        return true;
    }

    private long written() throws Exception {
        return pipeline.written(Topics.EVENTS) + pipeline.written(Topics.ALARMS);
    }

    private static Command worker(String master, int number) throws Exception {
        Path folder = Files.createDirectories(Path.of("target", "spark-worker-" + number));
        return daemon(
                "org.apache.spark.deploy.worker.Worker",
                "--cores",
                "1",
                "--memory",
                "600m",
                "--work-dir",
                folder.toAbsolutePath().toString(),
                master);
    }

    private static Command daemon(String main, String... arguments) throws Exception {
        List<String> command = Stream.concat(
                        Spark.daemon(main),
                        Stream.concat(Stream.of("--host", "127.0.0.1", "--webui-port", "0"), Stream.of(arguments)))
                .toList();
        Map<String, String> environment = Map.of(
                "SPARK_HOME", Spark.HOME.toString(),
                "SPARK_SCALA_VERSION", "2.13",
                "SPARK_LOCAL_IP", "127.0.0.1",
                "SPARK_PUBLIC_DNS", "127.0.0.1");
        return Command.start(command, Path.of(""), environment);
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
