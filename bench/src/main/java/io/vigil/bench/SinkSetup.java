package io.vigil.bench;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is measured.
 *
 * @param endpoint what is written to
 * @param records that each contestant writes in each run
 * @param runs of each contestant
 * @param latencyMillis the stand-in's time for a request
 * @param unprocessedShare of a batch's items, that the stand-in gives back; emr is measured only without
 * @param only how the names of those begin that are measured beside the reference; all if there are none
 */
record SinkSetup(
        EndpointKind endpoint, int records, int runs, int latencyMillis, double unprocessedShare, List<String> only) {

    SinkSetup {
        RunOptions.requireAtLeast(1, "--records", records);
        RunOptions.requireAtLeast(1, "--runs", runs);
        RunOptions.requireAtLeast(0, "--latency-ms", latencyMillis);
        if (!(unprocessedShare >= 0 && unprocessedShare <= 0.9)) {
            throw new IllegalArgumentException("--unprocessed is " + unprocessedShare + ", must be from 0 to 0.9");
        }
        if (unprocessedShare > 0 && only.contains(SinkContestants.EMR)) {
            throw new IllegalArgumentException("--only is emr, but --unprocessed is " + unprocessedShare
                    + ", and emr ends at the first item that is left unprocessed");
        }
    }

    /** Whether a contestant is measured. */
    boolean includes(String contestant) {
        boolean asked = only.isEmpty()
                || contestant.equals(SinkContestants.REFERENCE)
                || only.stream().anyMatch(contestant::startsWith);
        return asked && (unprocessedShare == 0 || !contestant.equals(SinkContestants.EMR));
    }

    enum EndpointKind {
        STAND_IN("stand-in"),
        LOCAL("local");

        private final String id;

        EndpointKind(String id) {
            this.id = id;
        }

        static EndpointKind named(String id) {
            return Stream.of(values())
                    .filter(kind -> kind.id.equals(id))
                    .findFirst()
                    .orElseThrow(() ->
                            new IllegalArgumentException("--endpoint is '" + id + "', must be stand-in or local"));
        }

        @JsonValue
        String id() {
            return id;
        }
    }
}
