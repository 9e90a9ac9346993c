package io.vigil.cluster;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How far behind a controller may be to be counted on. */
final class LagOption {

    @Option(
            names = "--max-lag",
            defaultValue = "PT2S",
            paramLabel = "DURATION",
            description =
                    "How long ago a node may have had all of the metadata log to be caught up; ${DEFAULT-VALUE} by default, "
                            + "as controller.quorum.fetch.timeout.ms.")
    private Duration maxLag;

    long maxLagMs() {
        return maxLag.toMillis();
    }
}
