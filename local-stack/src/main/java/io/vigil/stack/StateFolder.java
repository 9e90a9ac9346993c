package io.vigil.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The layout of the folder a stack lives in: {@code data/}, {@code logs/}, {@code run/} and {@code settings/}. */
record StateFolder(Path root) {

    /** A log that has grown past this is set aside when its part starts. */
    private static final long LARGE_LOG_BYTES = 16L << 20;

    void create() throws IOException {
        for (String folder : List.of("data", "logs", "run", "settings")) {
            Files.createDirectories(root.resolve(folder));
        }
    }

    Path data(Part part) {
        return root.resolve("data").resolve(part.id());
    }

    Path log(Part part) {
        return root.resolve("logs").resolve(part.id() + ".log");
    }

    /** Where the identity of a part's process stands, as long as it is meant to run. */
    Path pidFile(Part part) {
        return root.resolve("run").resolve(part.id() + ".pid");
    }

    Path settings(String name) {
        return root.resolve("settings").resolve(name);
    }

    Path lockFile() {
        return root.resolve("run/lock");
    }

    Path runFile() {
        return root.resolve("run/stack.properties");
    }

    void setLargeLogAside(Part part) throws IOException {
        Path log = log(part);
        if (Files.exists(log) && Files.size(log) > LARGE_LOG_BYTES) {
            Files.move(log, log.resolveSibling(part.id() + ".log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The end of a part's log, for an error message. */
    String lastLinesOfLog(Part part, int lines) {
        try {
            List<String> all = Files.readAllLines(log(part), java.nio.charset.StandardCharsets.ISO_8859_1);
            return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
        } catch (IOException e) {
            return "(no log)";
        }
    }

    /** Deletes all data. Nothing may run. */
    void wipe() throws IOException {
        Path data = root.resolve("data");
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (NoSuchFileException nothingToWipe) {
            return;
        }
    }
}
