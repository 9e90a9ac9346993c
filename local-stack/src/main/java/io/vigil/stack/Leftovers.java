package io.vigil.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;

/** Parts that run without a launcher: detached ones, and those of a launcher that crashed. */
final class Leftovers {

    private static final Duration GRACE = Duration.ofSeconds(20);

    private final StateFolder state;

    Leftovers(StateFolder state) {
        this.state = state;
    }

    /** The processes that the pid files name and that still run. */
    Map<Part, ProcessIdentity> running() {
        Map<Part, ProcessIdentity> running = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            ProcessIdentity.read(state.pidFile(part))
                    .filter(ProcessIdentity::isAlive)
                    .ifPresent(process -> running.put(part, process));
        }
        return running;
    }

    /**
     * Ends them in the reverse order of their start, and removes the pid files.
     *
     * @return what was running
     */
    Map<Part, ProcessIdentity> end() throws IOException {
        Map<Part, ProcessIdentity> running = running();
        for (Part part : Part.stopOrder(EnumSet.allOf(Part.class))) {
            if (part.isFirstBrokerToStop() && running.containsKey(part)) {
                Part.BROKERS.stream()
                        .filter(running::containsKey)
                        .map(running::get)
                        .forEach(ProcessIdentity::askToEnd);
            }
            ProcessIdentity process = running.get(part);
            if (process != null) {
                process.end(GRACE);
            }
            Files.deleteIfExists(state.pidFile(part));
        }
        Files.deleteIfExists(state.runFile());
        return running;
    }
}
