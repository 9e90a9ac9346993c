package io.vigil.bench.faults;

import io.vigil.bench.ResultOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of both commands that break things. */
final class FaultOptions {

    @Mixin
    private ResultOptions results;

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

    private final Optional<Path> clockLibrary;

    FaultOptions() {
        this(OwnClock.library());
    }

    /**
     * Options on a machine that may lack something.
     *
     * @param clockLibrary what clocks that jump need
     */
    FaultOptions(Optional<Path> clockLibrary) {
        this.clockLibrary = clockLibrary;
    }

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
        return results.publish(report.name(), report, report.markdown(), Optional.empty());
    }

    Path state() {
        return results.state();
    }

    Consumer<String> progress() {
        return results.progress();
    }

    /** The faults that were asked for; of all, those that this machine can have. */
    List<Fault> faults() {
        TreeSet<String> unknown = new TreeSet<>(names);
        Faults.ALL.forEach(fault -> unknown.remove(fault.name()));
        if (!unknown.isEmpty()) {
            throw wrong("there is no fault " + String.join(", ", unknown) + "; there are "
                    + Faults.ALL.stream().map(Fault::name).collect(Collectors.joining(", ")));
        }
        List<Fault> asked = Faults.ALL.stream()
                .filter(fault -> names.isEmpty() || names.contains(fault.name()))
                .toList();
        String impossible = asked.stream()
                .filter(fault -> clockLibrary.isEmpty() && Faults.CLOCK_JUMPS.contains(fault))
                .map(Fault::name)
                .collect(Collectors.joining(", "));
        if (impossible.isEmpty()) {
            return asked;
        }
        if (!names.isEmpty()) {
            throw wrong("no " + impossible + " here: " + OwnClock.HOW_TO_GET_IT);
        }
        progress().accept("left out: " + impossible + ": " + OwnClock.HOW_TO_GET_IT);
        return asked.stream()
                .filter(fault -> !Faults.CLOCK_JUMPS.contains(fault))
                .toList();
    }

    void check() {
        if (devices < 1 || rate < 1) {
            throw wrong("--devices and --rate are 1 or more");
        }
    }

    ParameterException wrong(String message) {
        return results.wrong(message);
    }
}
