package io.vigil.bench.faults;

import java.io.IOException;

/**
 * Something that goes wrong in a running stack, and is then put right.
 *
 * @param name as on the command line
 * @param what is done, for the report
 * @param inject makes it happen
 * @param heal puts right what does not get right by itself; returns when the parts are healthy
 */
record Fault(String name, String what, Step inject, Step heal) {

    /** What is done to a stack. */
    @FunctionalInterface
    interface Step {

        void on(FaultyStack stack) throws IOException, InterruptedException;
    }
}
