package io.vigil.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a part is started, and how it shows that it works.
 *
 * @param preparation what must be on disk before; runs before each start, so it must not mind what is there already
 * @param command program and arguments
 * @param environment variables on top of this process's own
 * @param probe the part's own health
 * @param healthyWithin time from the start of the process until it must be healthy
 * @param stopsWithin time that a graceful stop may take, before it is forced
 */
record Recipe(
        Preparation preparation,
        List<String> command,
        Map<String, String> environment,
        HealthProbe probe,
        Duration healthyWithin,
        Duration stopsWithin) {

    Recipe(Preparation preparation, List<String> command, Map<String, String> environment, HealthProbe probe) {
        this(preparation, command, environment, probe, Duration.ofSeconds(90), Duration.ofSeconds(20));
    }

    /** The same with more variables, which win over those of the same name. */
    Recipe withEnvironment(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return new Recipe(preparation, command, Map.copyOf(all), probe, healthyWithin, stopsWithin);
    }

    /** Writes what the part finds at its start. */
    @FunctionalInterface
    interface Preparation {
        /**
         * Prepares.
         *
         * @param data the part's own folder, which exists
         */
        void in(Path data) throws IOException, InterruptedException;
    }
}
