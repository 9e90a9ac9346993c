package io.vigil.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A program that brings records from {@code device-events} to where they belong, and then waits for more.
 *
 * @param tellsAlarms whether it tells alarms from events; if not, all go to {@code events}
 * @param launch how it is started
 */
record Service(String name, boolean tellsAlarms, Launch launch) {

    /** How a service is started. */
    @FunctionalInterface
    interface Launch {

        /**
         * The command, once all that it needs is there.
         *
         * @param id of this run, which no other has: the name of groups, transactions and topics
         * @param work an empty folder of this run
         */
        List<String> command(String id, Path work) throws IOException;
    }

    /** The same by another name. */
    Service named(String other) {
        return new Service(other, tellsAlarms, launch);
    }

    /** The id of a run. */
    String id(int run) {
        return "bench-" + name.replaceAll("\\W+", "-") + '-' + run;
    }

    /** Where an input's records have to be in the end. */
    Routed expected(Routed input) {
        return tellsAlarms ? input : new Routed(0, input.total());
    }
}
