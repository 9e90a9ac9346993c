package io.vigil.bench.faults;

import java.io.IOException;

/**
 * Something that goes wrong in a running stack, and is then put right.
 *
 * @param name as on the command line
 * @param what is done, for the report
 * @param seconds that injecting and healing take, about: for so long, and for as long as it is held, a fleet reports
 * @param inject makes it happen
 * @param heal puts right what does not get right by itself; returns when the parts are healthy
 */
record Fault(String name, String what, int seconds, Step inject, Step heal) {

    /** What is done to a stack. */
    @FunctionalInterface
    interface Step {

        void on(FaultyStack stack) throws IOException, InterruptedException;
    }
}
