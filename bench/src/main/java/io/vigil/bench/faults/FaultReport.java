package io.vigil.bench.faults;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.vigil.bench.Machine;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What was done, and what was seen.
 *
 * @param name of the command, and of the files
 * @param began when
 * @param machine where
 * @param outcomes in the order of time
 * @param vitals of the parts, from a soak
 */
record FaultReport(String name, Instant began, Machine machine, List<Outcome> outcomes, List<VitalsLog.Vitals> vitals) {

    FaultReport(String name, Instant began, List<Outcome> outcomes, List<VitalsLog.Vitals> vitals) {
        this(name, began, Machine.here(), List.copyOf(outcomes), List.copyOf(vitals));
    }

    @JsonIgnore
    String markdown() {
        StringBuilder text =
                new StringBuilder(format("# %s%n%n%s; %d cores; %s%n%n", name, machine.cpu(), machine.cores(), began));
        text.append("""
                | fault | what was done | held, s | alarm sent in it, s | alarm sent behind it, s | reconcile | device-status |
                | --- | --- | --: | --: | --: | --- | --- |
                """);
        outcomes.forEach(outcome -> text.append(format(
                "| %s | %s | %.1f | %.2f | %.2f | %s | %s |%n",
                outcome.fault(),
                outcome.what(),
                outcome.heldSeconds(),
                outcome.alarmDuringSeconds(),
                outcome.alarmAfterSeconds(),
                outcome.reconciled(),
                outcome.deviceStatus())));
        if (!vitals.isEmpty()) {
            text.append("""

                    | part | samples | MiB at first | at last | threads at first | at last |
                    | --- | --: | --: | --: | --: | --: |
                    """);
            vitals.forEach(part -> text.append(format(
                    "| %s | %d | %d | %d | %d | %d |%n",
                    part.part(),
                    part.samples(),
                    part.residentMebibytesAtFirst(),
                    part.residentMebibytesAtLast(),
                    part.threadsAtFirst(),
                    part.threadsAtLast())));
        }
        return text.toString();
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
