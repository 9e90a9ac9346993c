package io.vigil.dynamo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version that connector, task and converter report, as the build wrote it. */
final class PluginVersion {

    private static final String VERSION = read();

    private PluginVersion() {}

    static String get() {
        return VERSION;
    }

    private static String read() {
        try (InputStream file = PluginVersion.class.getResourceAsStream("plugin.properties")) {
            Properties properties = new Properties();
            properties.load(file);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
