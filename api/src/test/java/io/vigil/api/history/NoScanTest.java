package io.vigil.api.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class NoScanTest {

    /** All that a client can be asked to do with names in a class file: scans, PartiQL and writes are not among them. */
    private static final Pattern FORBIDDEN = Pattern.compile(
            "ScanRequest|ScanIterable|scanPaginator|executeStatement|putItem|updateItem|deleteItem|batchWriteItem");

    @Test
    void noClassOfTheApiCanScanOrWriteATable() throws IOException {
        List<Path> classes = classes();

        assertThat(classes)
                .anyMatch(
                        file -> Files.isRegularFile(file) && text(file).contains(DynamoDbClient.class.getSimpleName()));
        assertThat(classes).noneMatch(file -> FORBIDDEN.matcher(text(file)).find());
    }

    private static List<Path> classes() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("target", "classes", "io", "vigil", "api"))) {
            return files.filter(file -> file.toString().endsWith(".class")).toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
