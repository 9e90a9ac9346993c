package io.vigil.schemas.csv;

import java.io.Serializable;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;

/**
 * What differs from file to file, and a file does not say itself.
 *
 * @param delimiter what stands between two fields; neither a quote nor the end of a line
 * @param zone where the clocks are that times without an offset were read from
 */
public record CsvDialect(char delimiter, ZoneId zone) implements Serializable {

    /** Semicolons, and times in UTC. */
    public static final CsvDialect STANDARD = new CsvDialect(';', ZoneOffset.UTC);

    /**
     * Checks the delimiter.
     *
     * @throws IllegalArgumentException if it cannot be one
     */
    public CsvDialect {
        Objects.requireNonNull(zone);
        if (delimiter == '"' || delimiter == '\r' || delimiter == '\n') {
            throw new IllegalArgumentException("A delimiter is neither a quote nor the end of a line");
        }
    }

    /**
     * A dialect as it stands on a command line.
     *
     * @param delimiter one character, or {@code \t} for a tab
     * @param zone where the clocks are that times without an offset were read from
     * @return the dialect
     * @throws IllegalArgumentException if the delimiter is none
     */
    public static CsvDialect of(String delimiter, ZoneId zone) {
        String character = "\\t".equals(delimiter) ? "\t" : delimiter;
        if (character.length() != 1) {
            throw new IllegalArgumentException("'" + delimiter + "' is no delimiter: give one character, or \\t");
        }
        return new CsvDialect(character.charAt(0), zone);
    }
}
