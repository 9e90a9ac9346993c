package io.vigil.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class FaultOptionsTest {

    private static final List<String> CLOCK_JUMPS =
            List.of("clock-jump-classifier", "clock-jump-connect", "clock-jump-broker");

    private final StringWriter err = new StringWriter();

    @Command(name = "some")
    private static final class SomeCommand implements Callable<Integer> {

        @Mixin
        private final FaultOptions options;

        private List<String> faults = List.of();

        private SomeCommand(Optional<Path> clockLibrary) {
            options = new FaultOptions(clockLibrary);
        }

        @Override
        public Integer call() {
            faults = options.faults().stream().map(Fault::name).toList();
            return 0;
        }
    }

    @Test
    void hasAllFaultsWhereThereIsALibraryForClocks() {
        SomeCommand command = new SomeCommand(Optional.of(Path.of("any")));

        assertThat(run(command, "--brokers=3")).isZero();

        assertThat(command.faults).hasSameSizeAs(Faults.ALL).containsAll(CLOCK_JUMPS);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void leavesClocksOutWithAWordWhereThereIsNone() {
        SomeCommand command = new SomeCommand(Optional.empty());

        assertThat(run(command, "--brokers=3")).isZero();

        assertThat(command.faults)
                .hasSize(Faults.ALL.size() - CLOCK_JUMPS.size())
                .doesNotContainAnyElementsOf(CLOCK_JUMPS);
        assertThat(err.toString()).contains(CLOCK_JUMPS).contains("left out", "apt-get install faketime");
    }

    @Test
    void leavesOutWithAWordWhatTakesThreeBrokers() {
        SomeCommand command = new SomeCommand(Optional.of(Path.of("any")));

        assertThat(run(command)).isZero();

        assertThat(command.faults)
                .hasSize(Faults.ALL.size() - Faults.OF_THREE_BROKERS.size())
                .doesNotContain("lost-leader", "lost-controller");
        assertThat(err.toString()).contains("lost-leader, lost-controller", "--brokers=3");
    }

    @Test
    void refusesAClockByItsNameWhereThereIsNone() {
        SomeCommand command = new SomeCommand(Optional.empty());

        assertThat(run(command, "--fault=poison,clock-jump-broker")).isEqualTo(2);

        assertThat(command.faults).isEmpty();
        assertThat(err.toString())
                .contains("clock-jump-broker", "apt-get install faketime")
                .doesNotContain("left out");
    }

    @Test
    void needsNoLibraryForOtherFaults() {
        SomeCommand command = new SomeCommand(Optional.empty());

        assertThat(run(command, "--fault=poison")).isZero();

        assertThat(command.faults).containsExactly("poison");
        assertThat(err.toString()).isEmpty();
    }

    private int run(SomeCommand command, String... args) {
        return new CommandLine(command).setErr(new PrintWriter(err, true)).execute(args);
    }
}
