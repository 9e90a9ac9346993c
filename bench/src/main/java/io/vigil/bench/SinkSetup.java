package io.vigil.bench;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.stream.Stream;

/**
 * What is measured.
 *
 * @param endpoint what is written to
 * @param records that each contestant writes in each run
 * @param runs of each contestant
 * @param latencyMillis the stand-in's time for a request
 * @param unprocessedShare of a batch's items, that the stand-in gives back
 */
record SinkSetup(EndpointKind endpoint, int records, int runs, int latencyMillis, double unprocessedShare) {

    SinkSetup {
        RunOptions.requireAtLeast(1, "--records", records);
        RunOptions.requireAtLeast(1, "--runs", runs);
        RunOptions.requireAtLeast(0, "--latency-ms", latencyMillis);
        if (!(unprocessedShare >= 0 && unprocessedShare <= 0.9)) {
            throw new IllegalArgumentException("--unprocessed is " + unprocessedShare + ", must be from 0 to 0.9");
        }
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
