package io.vigil.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnClockTest {

    @TempDir
    private Path root;

    @ParameterizedTest
    @ValueSource(strings = {"lib/faketime", "lib/aarch64-linux-gnu/faketime", "lib64/faketime"})
    void findsTheLibraryWhereverADistributionHasIt(String folder) throws IOException {
        Files.createDirectories(root.resolve("lib/another/faketime"));
        Path library =
                Files.createFile(Files.createDirectories(root.resolve(folder)).resolve("libfaketimeMT.so.1"));

        assertThat(OwnClock.library(folders())).contains(library);
    }

    @Test
    void findsNoneWhereThereIsNone() throws IOException {
        Files.createDirectories(root.resolve("lib/faketime"));

        assertThat(OwnClock.library(folders())).isEmpty();
    }

    private List<Path> folders() {
        return List.of(root.resolve("lib"), root.resolve("lib64"), root.resolve("not-there"));
    }
}
