package io.vigil.bench.faults;

import io.vigil.bench.BenchException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * A wall clock of one process alone, which can be set while the process runs: libfaketime's, loaded before all else. The
 * process's monotonic clock stays right, as the system's does when somebody sets the time.
 */
final class OwnClock {

    /** For who has none. */
    static final String HOW_TO_GET_IT = "there is no libfaketime; 'apt-get install faketime' brings it";

    private static final Path LIBRARY = Path.of("faketime", "libfaketimeMT.so.1");

    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private final Path library;
    private final Path setting;

    /**
     * A clock that is right as yet.
     *
     * @param library of libfaketime
     * @param setting the file that tells the process how far its clock is off
     */
    OwnClock(Path library, Path setting) throws IOException {
        this.library = library;
        this.setting = setting;
        set(Duration.ZERO);
    }

    /** Where this machine has libfaketime, if it does. */
    static Optional<Path> library() {
        return library(List.of(Path.of("/usr/lib"), Path.of("/usr/lib64"), Path.of("/usr/local/lib")));
    }

    /** Looks in these folders, and in each folder in them: Debian has one for each architecture. */
    static Optional<Path> library(List<Path> folders) {
        return folders.stream()
                .filter(Files::isDirectory)
                .flatMap(folder -> Stream.concat(Stream.of(folder), inside(folder)))
                .map(folder -> folder.resolve(LIBRARY))
                .filter(Files::isReadable)
                .findFirst();
    }

    private static Stream<Path> inside(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList().stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    /** What a process's environment must have for this to be its clock. */
    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD",
                library.toString(),
                "FAKETIME_TIMESTAMP_FILE",
                setting.toString(),
                // The file is read each time that somebody asks for the time, so that it jumps at once.
                "FAKETIME_NO_CACHE",
                "1",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                // By default, the library may take the JVM's timed waits for ones by the wall clock: they end at once,
                // and all that waits turns in circles.
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0",
                // A clock that jumps does not change the times of the files that are there.
                "NO_FAKE_STAT",
                "1");
    }

    /**
     * Makes sure that this is a process's clock, since a library that cannot be loaded is passed over in silence, and
     * deletes what the library leaves in shared memory when the process ends: a process that gets the same id would not
     * start with it.
     *
     * @return complete when the process has ended and that is deleted
     * @throws BenchException when it is not
     */
    CompletableFuture<Void> watch(ProcessHandle process) throws IOException {
        Path real = library.toRealPath();
        try (Stream<String> maps = Files.lines(Path.of("/proc", Long.toString(process.pid()), "maps"))) {
            if (maps.noneMatch(line -> line.endsWith(real.toString()))) {
                throw new BenchException("process " + process.pid() + " has not loaded " + library);
            }
        }
        return process.onExit().thenAccept(ended -> deleteShared(ended.pid()));
    }

    /** The library does so only in the process that made them, which a shell that becomes another program is no more. */
    private static void deleteShared(long pid) {
        try {
            for (Path left : shared(pid)) {
                Files.deleteIfExists(left);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files that the library makes for a process. */
    static List<Path> shared(long pid) {
        return List.of(SHARED_MEMORY.resolve("faketime_shm_" + pid), SHARED_MEMORY.resolve("sem.faketime_sem_" + pid));
    }

    /** Lets it be so far ahead of the time, or behind it when that is negative; a process that has it sees it at once. */
    void set(Duration ahead) throws IOException {
        Path next = setting.resolveSibling(setting.getFileName() + ".new");
        // The sign makes it an offset.
        Files.writeString(next, (ahead.isNegative() ? "" : "+") + ahead.toSeconds() + "\n");
        Files.move(next, setting, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
