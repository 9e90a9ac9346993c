package io.vigil.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Gives a new broker's data folder its cluster id, as {@code kafka-storage.sh format} does. */
final class StorageFormat {

    private StorageFormat() {}

    static void format(Path kafka, String clusterId, Path settings, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        kafka.resolve("bin/kafka-storage.sh").toString(),
                        "format",
                        "--cluster-id",
                        clusterId,
                        "--config",
                        settings.toString())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new StackException("kafka-storage.sh format did not end within 60 s");
        }
        if (process.exitValue() != 0) {
            throw new StackException(
                    "kafka-storage.sh format ended with " + process.exitValue() + ": " + output.strip());
        }
    }
}
