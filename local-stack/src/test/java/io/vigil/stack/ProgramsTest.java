package io.vigil.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ProgramsTest {

    private static final ProcessBuilder LONG = new ProcessBuilder("bash", "-c", "sleep 300 & wait");

    private final Programs programs = new Programs();

    @Test
    void answersTheExitCode() throws Exception {
        assertThat(programs.run(new ProcessBuilder("bash", "-c", "exit 7"))).isEqualTo(7);
    }

    @Test
    void closedEndsWhatRunsAndWhatThatHasStarted() throws Exception {
        Process bash = programs.start(LONG);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> bash.descendants().count() == 1);
        List<ProcessHandle> children = bash.descendants().toList();

        programs.close();

        assertThat(bash.isAlive()).isFalse();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void closedStartsNothingMore() {
        programs.close();

        assertThatThrownBy(() -> programs.run(LONG)).isInstanceOf(StackException.class);
    }
}
