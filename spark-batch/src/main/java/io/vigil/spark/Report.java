package io.vigil.spark;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What became of the rows: rows = events + alarms + rejected.
 *
 * @param files that were read
 * @param events that are routine
 * @param alarms that are not
 * @param rejected rows by reason, without reasons of none
 * @param positionsRemoved events and alarms that had a position that is none
 * @param seconds that it took
 * @param written whether anything was written, or all was only read
 */
record Report(
        int files,
        long events,
        long alarms,
        Map<String, Long> rejected,
        long positionsRemoved,
        double seconds,
        boolean written) {

    long rows() {
        return events + alarms + rejectedRows();
    }

    long rejectedRows() {
        return rejected.values().stream().mapToLong(Long::longValue).sum();
    }

    /** All of it in one line. */
    String line() {
        StringBuilder line = new StringBuilder(written ? "replayed:" : "would replay:");
        line.append(" files=").append(files).append(" rows=").append(rows());
        line.append(" events=").append(events).append(" alarms=").append(alarms);
        line.append(" rejected=").append(rejectedRows());
        rejected.forEach(
                (reason, count) -> line.append(' ').append(reason).append('=').append(count));
        line.append(" positions-removed=").append(positionsRemoved);
        return line + " seconds=%.1f rate=%.0f/s".formatted(seconds, rows() / seconds);
    }

    /** All of it in a file. */
    void writeJson(Path file) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("written", written);
        json.put("files", files);
        json.put("rows", rows());
        json.put("events", events);
        json.put("alarms", alarms);
        json.put("rejected", rejectedRows());
        json.put("rejectedByReason", rejected);
        json.put("positionsRemoved", positionsRemoved);
        json.put("seconds", seconds);
        json.put("rowsPerSecond", rows() / seconds);
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), json);
    }
}
