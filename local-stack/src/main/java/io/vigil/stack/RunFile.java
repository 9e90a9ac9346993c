package io.vigil.stack;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a running stack leaves on disk for {@code status}, {@code down} and the next {@code up}.
 *
 * @param launcher the pid of the launcher
 * @param detached whether the launcher has left the parts running on purpose
 * @param parts the parts
 * @param endpoints where they listen
 */
record RunFile(long launcher, boolean detached, Set<Part> parts, Endpoints endpoints) {

    void write(Path file) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("launcher", Long.toString(launcher));
        properties.setProperty("detached", Boolean.toString(detached));
        properties.setProperty("parts", parts.stream().map(Part::name).collect(Collectors.joining(",")));
        endpoints.ports().forEach((port, number) -> properties.setProperty("port." + port, number.toString()));
        Path whole = file.resolveSibling(file.getFileName() + ".new");
        try (Writer out = Files.newBufferedWriter(whole)) {
            properties.store(out, null);
        }
        Files.move(whole, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    /** The file's content; nothing when there is none, or none that this version can read. */
    static Optional<RunFile> read(Path file) {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
            Map<Port, Integer> ports = new EnumMap<>(Port.class);
            for (Port port : Port.values()) {
                String number = properties.getProperty("port." + port);
                if (number != null) {
                    ports.put(port, Integer.valueOf(number));
                }
            }
            Set<Part> parts = Arrays.stream(properties.getProperty("parts", "").split(","))
                    .map(Part::valueOf)
                    .collect(Collectors.toCollection(() -> EnumSet.noneOf(Part.class)));
            return Optional.of(new RunFile(
                    Long.parseLong(properties.getProperty("launcher")),
                    Boolean.parseBoolean(properties.getProperty("detached")),
                    parts,
                    new Endpoints(ports)));
        } catch (IOException | IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
