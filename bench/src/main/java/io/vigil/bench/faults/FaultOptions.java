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
            names = "--brokers",
            defaultValue = "1",
            paramLabel = "NUMBER",
            description =
                    "Brokers of the stack, 1 or 3; ${DEFAULT-VALUE} by default. lost-leader and lost-controller take 3, "
                            + "the others break the first one.")
    private int brokers;

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

    int brokers() {
        return brokers;
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

    /** The faults that were asked for; of all, those that this machine and so many brokers can have. */
    List<Fault> faults() {
        TreeSet<String> unknown = new TreeSet<>(names);
        Faults.ALL.forEach(fault -> unknown.remove(fault.name()));
        if (!unknown.isEmpty()) {
            throw wrong("there is no fault " + String.join(", ", unknown) + "; there are " + joined(Faults.ALL));
        }
        List<Fault> asked = Faults.ALL.stream()
                .filter(fault -> names.isEmpty() || names.contains(fault.name()))
                .toList();
        if (brokers == 1) {
            asked = without(Faults.OF_THREE_BROKERS, asked, "only with --brokers=3");
        }
        if (clockLibrary.isEmpty()) {
            asked = without(Faults.CLOCK_JUMPS, asked, OwnClock.HOW_TO_GET_IT);
        }
        return asked;
    }

    private List<Fault> without(List<Fault> impossible, List<Fault> asked, String why) {
        List<Fault> leftOut = asked.stream().filter(impossible::contains).toList();
        if (leftOut.isEmpty()) {
            return asked;
        }
        if (!names.isEmpty()) {
            throw wrong("no " + joined(leftOut) + " here: " + why);
        }
        progress().accept("left out: " + joined(leftOut) + ": " + why);
        return asked.stream().filter(fault -> !leftOut.contains(fault)).toList();
    }

    private static String joined(List<Fault> faults) {
        return faults.stream().map(Fault::name).collect(Collectors.joining(", "));
    }

    void check() {
        if (brokers != 1 && brokers != 3) {
            throw wrong("--brokers is " + brokers + ", must be 1 or 3");
        }
        if (devices < 1 || rate < 1) {
            throw wrong("--devices and --rate are 1 or more");
        }
    }

    ParameterException wrong(String message) {
        return results.wrong(message);
    }
}
