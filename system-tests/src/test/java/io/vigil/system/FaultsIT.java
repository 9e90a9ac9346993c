package io.vigil.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigil.schemas.Topics;
import io.vigil.stack.Part;
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

    /** What the whole local stack may take, in MiB. */
    private static final long MAX_RESIDENT = 4096;

    private final Pipeline pipeline;

    FaultsIT(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    @Test
    void losesNothingOf200000EventsAtFullSpeed() throws Exception {
        simulateToTheEnd("--devices", "2000", "--rate", "0", "--events", "200000", "--seed", "11");

        assertThat(pipeline.reconcile()).matches(Pipeline.NOTHING_LOST);
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

        // more events than a slow machine needs until the last part is back; closing it ends it
        try (Command simulate =
                pipeline.simulate("--devices", "1000", "--rate", "1000", "--events", "500000", "--seed", "12")) {
            for (Part victim : victims) {
                awaitWritten(before + 2000);
                pipeline.stack().kill(victim);
                before = pipeline.written(Topics.DEVICE_EVENTS);
                pipeline.stack().start(victim);
                assertThat(simulate.isAlive()).as(simulate.output()).isTrue();
            }
            awaitWritten(before + 2000);
        }

        assertThat(pipeline.reconcile()).matches(Pipeline.NOTHING_LOST);
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

    private long residentMebibytes() {
        return Stream.of(Part.values())
                .filter(pipeline.stack()::isRunning)
                .mapToLong(part ->
                        Resident.mebibytes(pipeline.stack().process(part).pid()))
                .sum();
    }
}
