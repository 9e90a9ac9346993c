package io.vigil.stack;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which stack a command is about. */
final class StateOption {

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "The folder for data, logs and process files. Default: .vigil in the checkout.")
    private Optional<Path> folder = Optional.empty();

    Path folder() {
        return folder.orElseGet(() -> VigilHome.locate().state())
                .toAbsolutePath()
                .normalize();
    }
}
