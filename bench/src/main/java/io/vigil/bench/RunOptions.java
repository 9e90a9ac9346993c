package io.vigil.bench;

import io.vigil.stack.VigilHome;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that every benchmark has, and where its report goes. */
final class RunOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--runs", defaultValue = "3", description = "Runs of each; ${DEFAULT-VALUE} by default.")
    private int runs;

    @Option(
            names = "--output",
            defaultValue = "bench-results",
            paramLabel = "DIR",
            description = "The folder for the results; ${DEFAULT-VALUE} by default.")
    private Path output;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description =
                    "The folder for data and logs; what is in it is deleted. Default: .vigil/bench in the checkout.")
    private Optional<Path> state = Optional.empty();

    int runs() {
        return runs;
    }

    Path state() {
        return state.orElseGet(() -> VigilHome.locate().state().resolve("bench"))
                .toAbsolutePath();
    }

    Consumer<String> progress() {
        return spec.commandLine().getErr()::println;
    }

    /** What is made of the options, or wrong usage where they break a rule. */
    <T> T valid(Supplier<T> setup) {
        try {
            return setup.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** Writes the files, prints the table, and answers the exit code. */
    int publish(Report report) throws IOException {
        return print(new ReportFiles(report).writeTo(output));
    }

    /** Writes the files, prints the table, and answers the exit code. */
    int publish(LatencyReport report) throws IOException {
        ReportFiles.write(output, LatencyReport.NAME, report, report.markdown(), Optional.of(report.svg()));
        return print(report.markdown());
    }

    private int print(String markdown) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(markdown);
        out.flush();
        return 0;
    }

    static void requireAtLeast(int least, String option, int value) {
        if (value < least) {
            throw new IllegalArgumentException(option + " is " + value + ", must be " + least + " or more");
        }
    }
}
