package io.vigil.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where the parts' files are, once {@code mvn package} has built them.
 *
 * @param root the checkout
 */
public record VigilHome(Path root) {

    /**
     * The folder of the root pom: system property {@code vigil.home}, or else the environment's {@code VIGIL_HOME}, or
     * else the nearest one above the working directory.
     *
     * @throws StackException when there is none
     */
    public static VigilHome locate() {
        String told = System.getProperty("vigil.home", System.getenv().getOrDefault("VIGIL_HOME", ""));
        if (!told.isEmpty()) {
            return new VigilHome(Path.of(told).toAbsolutePath().normalize());
        }
        Path here = Path.of("").toAbsolutePath();
        for (Path folder = here; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("pom.xml")) && Files.isDirectory(folder.resolve("kafka-dist"))) {
                return new VigilHome(folder);
            }
        }
        throw new StackException("no Vigil checkout at or above " + here + "; set VIGIL_HOME to one");
    }

    /** Where the state of what runs from the checkout is kept. */
    public Path state() {
        return root.resolve(".vigil");
    }

    Path kafka() {
        return root.resolve("kafka-dist/target/kafka-dist");
    }

    Path registryJar() {
        Path folder = built(root.resolve("local-stack/target/registry"));
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith("-runner.jar"))
                    .findFirst()
                    .orElseThrow(() -> new StackException("no *-runner.jar in " + folder));
        } catch (IOException e) {
            throw new StackException("cannot look into " + folder + ": " + e.getMessage(), e);
        }
    }

    Path dynamoDbLocal() {
        return root.resolve("local-stack/dynamodb-local/target");
    }

    Path s3() {
        return root.resolve("local-stack/s3/target");
    }

    Path classifier() {
        return root.resolve("streams-classifier/target");
    }

    Path api() {
        return root.resolve("api/target");
    }

    Path sampleFile() {
        return root.resolve("docs/sample/device-events.csv");
    }

    Path sinkPlugins() {
        return root.resolve("dynamo-sink/target/plugin");
    }

    /**
     * The same file.
     *
     * @throws StackException when it is not there
     */
    public Path built(Path file) {
        if (!Files.exists(file)) {
            throw new StackException(root.relativize(file) + " is not built: run 'mvn -DskipTests package' in " + root);
        }
        return file;
    }
}
