package io.vigil.stack;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The command lines of Vigil's programs, as {@code ./vigil} has them, with the addresses of one stack.
 *
 * @param home where they are built
 * @param endpoints what they talk to
 */
public record VigilCommands(VigilHome home, Endpoints endpoints) {

    /**
     * {@code ./vigil produce}.
     *
     * @throws StackException when it is not built
     */
    public List<String> produce(String... arguments) {
        return withTopics("producer", "io.vigil.producer.ProducerMain", "produce", arguments);
    }

    /**
     * {@code ./vigil simulate}.
     *
     * @throws StackException when it is not built
     */
    public List<String> simulate(String... arguments) {
        return withTopics("producer", "io.vigil.producer.ProducerMain", "simulate", arguments);
    }

    /**
     * {@code ./vigil reconcile}.
     *
     * @throws StackException when it is not built
     */
    public List<String> reconcile(String... arguments) {
        String[] rest = Stream.concat(Stream.of(endpoints.dynamoDbEndpoint()), Arrays.stream(arguments))
                .toArray(String[]::new);
        return withTopics("reconcile", "io.vigil.reconcile.ReconcileMain", "--dynamodb-endpoint", rest);
    }

    /**
     * {@code ./vigil classify}.
     *
     * @param settings a properties file
     * @throws StackException when it is not built
     */
    public List<String> classify(Path settings) {
        return java(
                "streams-classifier", Stream.of("io.vigil.classifier.ClassifierMain", "--config", settings.toString()));
    }

    private List<String> withTopics(String module, String main, String first, String... rest) {
        Stream<String> topics = Stream.of(
                "--bootstrap-server", endpoints.bootstrapServers(), "--schema-registry", endpoints.registryUrl());
        return java(
                module,
                Stream.of(Stream.of(main, first), Arrays.stream(rest), topics).flatMap(words -> words));
    }

    private List<String> java(String module, Stream<String> rest) {
        Path target =
                home.built(home.root().resolve(module).resolve("target/lib")).getParent();
        return Stream.concat(Stream.of(Recipes.JAVA, "-cp", Recipes.classPath(target)), rest)
                .toList();
    }
}
