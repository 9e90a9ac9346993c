package io.vigil.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Looks before, so that nobody fills a disk. */
final class DiskSpace {

    private DiskSpace() {}

    /**
     * Makes sure of it.
     *
     * @param what is to be stored, such as {@code 5 rows}
     * @throws BenchException when there is too little
     */
    static void require(long bytes, String what, Path folder) throws IOException {
        long usable = Files.getFileStore(folder).getUsableSpace();
        if (usable < bytes) {
            throw new BenchException(ReportFiles.format(
                    "%s need some %.1f GB of disk; %.1f GB are free at %s", what, bytes / 1e9, usable / 1e9, folder));
        }
    }
}
