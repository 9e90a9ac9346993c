package io.vigil.cluster;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Properties files for Kafka's client. */
final class ClientProperties {

    private ClientProperties() {}

    /** @throws ParameterException if the file cannot be read */
    static Properties read(CommandSpec spec, String option, Path path) {
        Properties properties = new Properties();
        try (Reader file = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            properties.load(file);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), option + " " + path + " cannot be read: " + e);
        }
        return properties;
    }
}
