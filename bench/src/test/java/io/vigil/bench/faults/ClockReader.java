package io.vigil.bench.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A process that is asked for the time: for each line, it says what its clocks show and how it waits. */
final class ClockReader {

    private ClockReader() {}

    public static void main(String[] args) throws IOException {
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (questions.readLine() != null) {
            System.out.println(System.currentTimeMillis() + " " + System.nanoTime() + " " + waits());
        }
    }

    /** How often a thread has to wait for as long as is left of a tenth of a second, until it is over. */
    private static int waits() {
        int waits = 0;
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
            waits++;
        }
        return waits;
    }
}
