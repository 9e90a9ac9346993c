package io.vigil.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.Test;

class DriverOptionsTest {

    private static final String VECTORS = "--add-modules=jdk.incubator.vector";

    @Test
    void areWhatSparkAsksFor() throws Exception {
        List<String> options = Files.readAllLines(Path.of("src", "main", "jvm", "driver.options"));

        assertThat(options.stream().filter(line -> !line.startsWith("#")))
                .containsExactlyElementsOf(Arrays.stream(JavaModuleOptions.defaultModuleOptionArray())
                        .filter(option -> !option.equals(VECTORS))
                        .toList());
    }
}
