package io.vigil.bench.faults;

import io.vigil.bench.ReportFiles;
import io.vigil.stack.VigilHome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of both commands that break things. */
final class FaultOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--fault",
            paramLabel = "NAME",
            split = ",",
            description = "Only these, by their names in a report; all by default.")
    private List<String> names = List.of();

    @Option(
            names = "--devices",
            defaultValue = "200",
            description = "Devices that report meanwhile; ${DEFAULT-VALUE} by default.")
    private int devices;

    @Option(
            names = "--rate",
            defaultValue = "200",
            description = "Events a second of all of them together; ${DEFAULT-VALUE} by default.")
    private int rate;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "The first fleet's seed, and of what is random; ${DEFAULT-VALUE} by default.")
    private long seed;

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
                    "The folder for data and logs; what is in it is deleted. Default: .vigil/faults in the checkout.")
    private Optional<Path> state = Optional.empty();

    int devices() {
        return devices;
    }

    int rate() {
        return rate;
    }

    long seed() {
        return seed;
    }

    /** Writes {@code NAME.json} and {@code NAME.md}, prints the table, and answers the exit code. */
    int publish(FaultReport report) throws IOException {
        ReportFiles.write(output, report.name(), report, report.markdown(), Optional.empty());
        spec.commandLine().getOut().print(report.markdown());
        spec.commandLine().getOut().flush();
        return 0;
    }

    Path state() {
        return state.orElseGet(() -> VigilHome.locate().state().resolve("faults"))
                .toAbsolutePath();
    }

    Consumer<String> progress() {
        return spec.commandLine().getErr()::println;
    }

    /** The faults that were asked for. */
    List<Fault> faults() {
        TreeSet<String> unknown = new TreeSet<>(names);
        Faults.ALL.forEach(fault -> unknown.remove(fault.name()));
        if (!unknown.isEmpty()) {
            throw wrong("there is no fault " + String.join(", ", unknown) + "; there are "
                    + Faults.ALL.stream().map(Fault::name).collect(Collectors.joining(", ")));
        }
        return names.isEmpty()
                ? Faults.ALL
                : Faults.ALL.stream()
                        .filter(fault -> names.contains(fault.name()))
                        .toList();
    }

    void check() {
        if (devices < 1 || rate < 1) {
            throw wrong("--devices and --rate are 1 or more");
        }
    }

    ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
