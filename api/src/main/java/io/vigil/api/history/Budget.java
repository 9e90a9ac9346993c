package io.vigil.api.history;

import java.time.Duration;

/** How much one answer may cost. What is not read then is on the next page. Of one thread. */
final class Budget {

    /** Far below any timeout in front of the API. */
    private static final Duration TIME = Duration.ofSeconds(4);

    private final long began = System.nanoTime();
    private int left;

    /** So many requests, and some time. */
    Budget(int requests) {
        left = requests;
    }

    /** Takes one request, if there is one left and time. */
    boolean take() {
        return left-- > 0 && System.nanoTime() - began < TIME.toNanos();
    }
}
