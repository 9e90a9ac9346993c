package io.vigil.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The files beside the classes of this package. */
final class Resources {

    private Resources() {}

    /**
     * A resource with each {@code ${name}} replaced.
     *
     * @throws IllegalStateException when one is left without a value
     */
    static String text(String name, Map<String, String> values) {
        String text = text(name);
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("${" + value.getKey() + "}", value.getValue());
        }
        int left = text.indexOf("${");
        if (left >= 0) {
            throw new IllegalStateException(
                    name + " has no value for " + text.substring(left, text.indexOf('}', left) + 1));
        }
        return text;
    }

    static String text(String name) {
        try (InputStream in = Resources.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
