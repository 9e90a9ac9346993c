package io.vigil.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that every benchmark has, and where its report goes. */
final class RunOptions {

    @Mixin
    private ResultOptions results;

    @Option(names = "--runs", defaultValue = "3", description = "Runs of each; ${DEFAULT-VALUE} by default.")
    private int runs;

    int runs() {
        return runs;
    }

    Path state() {
        return results.state();
    }

    Consumer<String> progress() {
        return results.progress();
    }

    /** What is made of the options, or wrong usage where they break a rule. */
    <T> T valid(Supplier<T> setup) {
        try {
            return setup.get();
        } catch (IllegalArgumentException e) {
            throw results.wrong(e.getMessage());
        }
    }

    /** Writes the files, prints the table, and answers the exit code. */
    int publish(Report report) throws IOException {
        return results.publish(report);
    }

    /** Writes the files, prints the table, and answers the exit code. */
    int publish(LatencyReport report) throws IOException {
        return results.publish(LatencyReport.NAME, report, report.markdown(), Optional.of(report.svg()));
    }

    /** Writes the files, prints the tables, and answers the exit code. */
    int publish(GrowthReport report) throws IOException {
        return results.publish(GrowthReport.NAME, report, report.markdown(), Optional.of(report.svg()));
    }

    static void requireAtLeast(int least, String option, int value) {
        if (value < least) {
            throw new IllegalArgumentException(option + " is " + value + ", must be " + least + " or more");
        }
    }

    static void requireAtMost(int most, String option, int value) {
        if (value > most) {
            throw new IllegalArgumentException(option + " is " + value + ", must be " + most + " or less");
        }
    }
}
