package io.vigil.spark;

import io.vigil.schemas.csv.CsvSplit;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of a file that one task reads.
 *
 * @param file the file
 * @param start its first byte
 * @param end the byte behind its last
 * @param line the line that the split's first byte to be read is in, see {@link CsvSplit#line}
 */
record FileSplit(InputFile file, long start, long end, long line) implements Serializable {

    /** Cuts a file; the lines are not known yet, but for the first split. */
    static List<FileSplit> of(InputFile file, long length) {
        if (file.isGzipped()) {
            return List.of(new FileSplit(file, 0, file.length(), 1));
        }
        List<FileSplit> splits = new ArrayList<>();
        for (long start = 0; start < file.length(); start += length) {
            splits.add(new FileSplit(file, start, Math.min(start + length, file.length()), 1));
        }
        return splits;
    }

    FileSplit withLine(long number) {
        return new FileSplit(file, start, end, number);
    }

    /** Whether the file has other splits. */
    boolean isPart() {
        return start > 0 || end < file.length();
    }

    CsvSplit bounds() {
        return new CsvSplit(start, end, line);
    }
}
