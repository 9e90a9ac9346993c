package io.vigil.bench;

import io.vigil.stack.VigilHome;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a command works, and where its results go. */
public final class ResultOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

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

    /** For data and logs. */
    public Path state() {
        return state.orElseGet(() -> VigilHome.locate().state().resolve("bench"))
                .toAbsolutePath();
    }

    /** To be told each step, one line of text each. */
    public Consumer<String> progress() {
        return spec.commandLine().getErr()::println;
    }

    /**
     * Writes {@code NAME.json}, {@code NAME.md} and {@code NAME.svg}, prints the table, and answers the exit code.
     *
     * @param name of the files
     * @param report all numbers
     */
    public int publish(String name, Object report, String markdown, Optional<String> svg) throws IOException {
        ReportFiles.write(output, name, report, markdown, svg);
        return print(markdown);
    }

    int publish(Report report) throws IOException {
        return print(new ReportFiles(report).writeTo(output));
    }

    private int print(String markdown) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(markdown);
        out.flush();
        return 0;
    }

    /** Wrong usage of the command. */
    public ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
