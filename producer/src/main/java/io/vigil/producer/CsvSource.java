package io.vigil.producer;

import io.vigil.schemas.csv.CsvDialect;
import io.vigil.schemas.csv.CsvEventReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** A file on the command line whose header was found to be good. */
final class CsvSource {

    /** Stands for standard input. */
    static final String STDIN = "-";

    private final String name;
    private final CsvDialect dialect;
    private final Optional<CsvEventReader> opened;

    private CsvSource(String name, CsvDialect dialect, Optional<CsvEventReader> opened) {
        this.name = name;
        this.dialect = dialect;
        this.opened = opened;
    }

    /**
     * Reads the header of a file.
     *
     * @param name a path, or {@link #STDIN}
     * @param dialect how the file is written
     * @throws IOException if the file cannot be read, or has no header that names the columns of an event
     */
    static CsvSource check(String name, CsvDialect dialect) throws IOException {
        CsvEventReader reader = open(name, dialect);
        if (!STDIN.equals(name) && Files.isRegularFile(Path.of(name))) {
            reader.close();
            return new CsvSource(name, dialect, Optional.empty());
        }
        // What comes through a pipe comes once.
        return new CsvSource(name, dialect, Optional.of(reader));
    }

    /** The file as the command line names it. */
    String name() {
        return name;
    }

    /** The rows, once. */
    CsvEventReader rows() throws IOException {
        return opened.isPresent() ? opened.get() : open(name, dialect);
    }

    private static CsvEventReader open(String name, CsvDialect dialect) throws IOException {
        // Not Files.newInputStream, whose streams cannot tell what is available of a pipe.
        InputStream in = STDIN.equals(name) ? System.in : new FileInputStream(name);
        return CsvEventReader.open(in, dialect, InstantSource.system());
    }
}
