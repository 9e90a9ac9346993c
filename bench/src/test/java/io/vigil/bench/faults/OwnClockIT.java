package io.vigil.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vigil.bench.BenchException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OwnClockIT {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    private Path folder;

    private OwnClock clock;
    private Process process;

    /** What a process said, and what this one's clocks showed just before and after. */
    private record Answer(
            long wallBefore, long wall, long wallAfter, long before, long monotonic, long after, int waits) {

        void assertWallIsAhead(Duration ahead) {
            assertThat(Duration.ofMillis(wall).minus(ahead))
                    .isBetween(
                            Duration.ofMillis(wallBefore).minus(SECOND),
                            Duration.ofMillis(wallAfter).plus(SECOND));
        }
    }

    @BeforeEach
    void makeClock() throws IOException {
        Optional<Path> library = OwnClock.library();
        assertThat(library).as("libfaketime; './vigil test' installs it").isPresent();
        clock = new OwnClock(library.get(), folder.resolve("some.clock"));
    }

    @AfterEach
    void endProcess() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    @Test
    void jumpsInAProcessThatRuns() throws Exception {
        start(clock.environment());
        Answer right = ask();

        clock.set(Duration.ofSeconds(-30));
        Answer back = ask();
        clock.set(Duration.ofHours(1));
        Answer ahead = ask();
        clock.set(Duration.ZERO);
        Answer rightAgain = ask();

        right.assertWallIsAhead(Duration.ZERO);
        back.assertWallIsAhead(Duration.ofSeconds(-30));
        ahead.assertWallIsAhead(Duration.ofHours(1));
        rightAgain.assertWallIsAhead(Duration.ZERO);
    }

    @Test
    void leavesTheMonotonicClockAndWaitsAlone() throws Exception {
        start(clock.environment());
        Answer right = ask();

        clock.set(Duration.ofSeconds(-30));
        Answer back = ask();
        clock.set(Duration.ofHours(1));
        Answer ahead = ask();

        assertThat(back.monotonic() - right.monotonic()).isBetween(0L, back.after() - right.before());
        assertThat(ahead.monotonic() - back.monotonic()).isBetween(0L, ahead.after() - back.before());
        // A wait may end early now and then, but not again and again.
        assertThat(List.of(right.waits(), back.waits(), ahead.waits()))
                .allSatisfy(waits -> assertThat(waits).isLessThan(20));
    }

    @Test
    void knowsAProcessThatDoesNotHaveIt() throws Exception {
        start(Map.of());
        ask().assertWallIsAhead(Duration.ZERO);

        assertThatExceptionOfType(BenchException.class)
                .isThrownBy(() -> clock.watch(process.toHandle()))
                .withMessageContaining("has not loaded");
    }

    @Test
    void leavesNothingInSharedMemory() throws Exception {
        start(clock.environment());
        ask();
        assertThat(OwnClock.shared(process.pid()))
                .allSatisfy(file -> assertThat(file).exists());
        Future<Void> gone = clock.watch(process.toHandle());

        process.destroyForcibly();

        gone.get(10, TimeUnit.SECONDS);
        assertThat(OwnClock.shared(process.pid()))
                .allSatisfy(file -> assertThat(file).doesNotExist());
    }

    private void start(Map<String, String> environment) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        ProcessBuilder builder = new ProcessBuilder(
                java.toString(), "-cp", System.getProperty("java.class.path"), ClockReader.class.getName());
        builder.environment().putAll(environment);
        process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private Answer ask() throws IOException {
        long wallBefore = System.currentTimeMillis();
        long before = System.nanoTime();
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        BufferedReader answers = process.inputReader(StandardCharsets.UTF_8);
        List<Long> numbers =
                Stream.of(answers.readLine().split(" ")).map(Long::valueOf).toList();
        return new Answer(
                wallBefore,
                numbers.get(0),
                System.currentTimeMillis(),
                before,
                numbers.get(1),
                System.nanoTime(),
                numbers.get(2).intValue());
    }
}
