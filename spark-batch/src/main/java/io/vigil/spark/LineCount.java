package io.vigil.spark;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Counts the lines before each split, as a dead letter names its line. Only files with several splits are read for that,
 * and faster than their rows are.
 */
final class LineCount {

    private static final int BUFFER = 1 << 20;

    private LineCount() {}

    /** The splits with their lines. */
    static List<FileSplit> count(
            List<FileSplit> splits, JavaSparkContext spark, Broadcast<SerializableConfiguration> hadoop) {
        List<FileSplit> parts = splits.stream().filter(FileSplit::isPart).toList();
        if (parts.isEmpty()) {
            return splits;
        }
        List<Long> counts = spark.parallelize(parts, parts.size())
                .map(part -> lineFeeds(part, hadoop.value().value()))
                .collect();
        Map<String, Long> lines = new HashMap<>();
        List<FileSplit> numbered = new ArrayList<>();
        int next = 0;
        for (FileSplit split : splits) {
            long line = lines.getOrDefault(split.file().uri(), 1L);
            numbered.add(split.withLine(line));
            if (split.isPart()) {
                lines.put(split.file().uri(), line + counts.get(next++));
            }
        }
        return numbered;
    }

    /** Those from where this split is read from to where the next one is. */
    private static long lineFeeds(FileSplit split, Configuration hadoop) throws IOException {
        long left = split.end() - 1 - split.bounds().readFrom();
        long lineFeeds = 0;
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = InputFiles.open(split.file().uri(), split.bounds().readFrom(), hadoop)) {
            while (left > 0) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw new IOException(split.file().uri() + " has become shorter while it is read");
                }
                for (int i = 0; i < read; i++) {
                    lineFeeds += buffer[i] == '\n' ? 1 : 0;
                }
                left -= read;
            }
        }
        return lineFeeds;
    }
}
