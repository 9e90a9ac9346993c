package io.vigil.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigil.schemas.Topics;
import io.vigil.stack.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many events at once, and parts that die in the middle of them. */
@ExtendWith(SharedStack.class)
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class FaultsIT {

    private static final String NOTHING_LOST =
            "reconciled: events=[1-9]\\d* alarms=[1-9]\\d* dead-letter=\\d+ missing=0 extra=0 different=0";

    /** What the whole local stack may take, in MiB. */
    private static final long MAX_RESIDENT = 4096;

    private final Pipeline pipeline;

    FaultsIT(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    @Test
    void losesNothingOf200000EventsAtFullSpeed() throws Exception {
        simulateToTheEnd("--devices", "2000", "--rate", "0", "--events", "200000", "--seed", "11");

        assertThat(pipeline.reconcile()).matches(NOTHING_LOST);
        assertThat(residentMebibytes()).isLessThan(MAX_RESIDENT);
    }

    @Test
    void losesNothingWhenPartsAreKilledInTheMiddle() throws Exception {
        // given twice the classifier and DynamoDB, and the worker five times
        List<Part> victims = List.of(
                Part.CLASSIFIER,
                Part.CONNECT,
                Part.DYNAMODB,
                Part.CONNECT,
                Part.CLASSIFIER,
                Part.CONNECT,
                Part.DYNAMODB,
                Part.CONNECT,
                Part.CONNECT);
        long before = pipeline.written(Topics.DEVICE_EVENTS);

        try (Command simulate =
                pipeline.simulate("--devices", "1000", "--rate", "1000", "--events", "100000", "--seed", "12")) {
            for (Part victim : victims) {
                awaitWritten(before + 2000);
                pipeline.stack().kill(victim);
                before = pipeline.written(Topics.DEVICE_EVENTS);
                pipeline.stack().start(victim);
                assertThat(simulate.isAlive()).as("events still come").isTrue();
            }
            assertThat(simulate.await(Duration.ofMinutes(5)))
                    .as(simulate.output())
                    .isZero();
        }

        assertThat(pipeline.reconcile()).matches(NOTHING_LOST);
    }

    private void awaitWritten(long events) {
        Awaitility.await("events in the topic")
                .atMost(Duration.ofMinutes(1))
                .until(() -> pipeline.written(Topics.DEVICE_EVENTS) >= events);
    }

    private void simulateToTheEnd(String... arguments) throws Exception {
        try (Command simulate = pipeline.simulate(arguments)) {
            assertThat(simulate.await(Duration.ofMinutes(5)))
                    .as(simulate.output())
                    .isZero();
        }
    }

    private long residentMebibytes() throws IOException {
        try (Stream<Path> files = Files.list(pipeline.state().resolve("run"))) {
            return files.filter(file -> file.toString().endsWith(".pid"))
                    .mapToLong(FaultsIT::residentMebibytes)
                    .sum();
        }
    }

    private static long residentMebibytes(Path pidFile) {
        try {
            String pid = Files.readString(pidFile).split(" ")[0];
            return Files.readAllLines(Path.of("/proc", pid, "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .sum();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
