package io.vigil.spark;

import io.vigil.schemas.csv.CsvColumns;
import io.vigil.schemas.csv.CsvDialect;
import io.vigil.schemas.csv.CsvEventReader;
import io.vigil.schemas.csv.CsvHeader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/** Finds the files that URIs name, and looks at the header of each. */
final class InputFiles {

    private final JavaSparkContext spark;
    private final Broadcast<SerializableConfiguration> hadoop;
    private final CsvDialect dialect;

    InputFiles(JavaSparkContext spark, Broadcast<SerializableConfiguration> hadoop, CsvDialect dialect) {
        this.spark = spark;
        this.hadoop = hadoop;
        this.dialect = dialect;
    }

    /**
     * Finds them.
     *
     * @param uris of files, of folders, whose files are taken at any depth, and with Hadoop's glob characters
     * @throws InputException if a URI names nothing that can be read, or a header is no good; says so of all
     */
    List<InputFile> find(List<String> uris) throws InputException {
        List<String> problems = new ArrayList<>();
        List<Found> found = new ArrayList<>();
        for (String uri : uris) {
            try {
                List<Found> named = list(uri);
                found.addAll(named);
                if (named.isEmpty()) {
                    problems.add(uri + ": there is no file");
                }
            } catch (IOException | IllegalArgumentException e) {
                problems.add(uri + ": " + explain(e));
            }
        }
        List<InputFile> files = new ArrayList<>();
        for (Looked looked : look(found.stream().distinct().toList())) {
            if (looked.problem().isEmpty()) {
                files.add(looked.file());
            } else {
                problems.add(looked.file().uri() + ": " + looked.problem());
            }
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
        return files;
    }

    private List<Found> list(String uri) throws IOException {
        Path pattern = new Path(uri);
        FileSystem files = pattern.getFileSystem(hadoop.value().value());
        FileStatus[] matches = files.globStatus(pattern);
        List<Found> found = new ArrayList<>();
        for (FileStatus match : matches == null ? new FileStatus[0] : matches) {
            if (match.isFile()) {
                found.add(new Found(match.getPath().toString(), match.getLen()));
                continue;
            }
            RemoteIterator<LocatedFileStatus> below = files.listFiles(match.getPath(), true);
            while (below.hasNext()) {
                LocatedFileStatus file = below.next();
                if (!isHidden(match.getPath(), file.getPath())) {
                    found.add(new Found(file.getPath().toString(), file.getLen()));
                }
            }
        }
        return found;
    }

    /** As Hadoop and Spark have it: what begins with a dot or an underscore, as {@code _SUCCESS}, is no data. */
    private static boolean isHidden(Path folder, Path file) {
        for (Path at = file; at != null && !at.equals(folder); at = at.getParent()) {
            if (at.getName().startsWith(".") || at.getName().startsWith("_")) {
                return true;
            }
        }
        return false;
    }

    /** The executors look, as there may be many, and as they have to be able to. */
    private List<Looked> look(List<Found> found) {
        if (found.isEmpty()) {
            return List.of();
        }
        Broadcast<SerializableConfiguration> configuration = hadoop;
        CsvDialect columns = dialect;
        int slices = Math.min(found.size(), 4 * spark.defaultParallelism());
        return spark.parallelize(found, slices)
                .map(file -> look(file, configuration.value().value(), columns))
                .collect();
    }

    private static Looked look(Found found, Configuration hadoop, CsvDialect dialect) {
        try (InputStream in = open(found.uri(), 0, hadoop)) {
            CsvHeader header = CsvEventReader.readHeader(in);
            CsvColumns.of(header.line(), dialect);
            return new Looked(new InputFile(found.uri(), found.length(), header.line(), header.isGzipped()), "");
        } catch (IOException e) {
            return new Looked(new InputFile(found.uri(), found.length(), new byte[0], false), explain(e));
        }
    }

    /** A file's bytes from a position on. */
    static InputStream open(String uri, long position, Configuration hadoop) throws IOException {
        Path path = new Path(uri);
        var in = path.getFileSystem(hadoop).open(path);
        try {
            in.seek(position);
            return in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private static String explain(Exception e) {
        return e instanceof FileNotFoundException ? "there is no file" : Failures.explain(e);
    }

    private record Found(String uri, long length) implements Serializable {}

    private record Looked(InputFile file, String problem) implements Serializable {}
}
