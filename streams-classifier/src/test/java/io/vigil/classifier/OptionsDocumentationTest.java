package io.vigil.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;

class OptionsDocumentationTest {

    private static final Pattern SETTING = Pattern.compile("^#?([a-z.]+)=(.*)$", Pattern.MULTILINE);

    @Test
    void listsEveryOptionInTheReadme() throws IOException {
        String options = Files.readString(Path.of("README.md"))
                .replaceAll("(?s).*\n## Options\n", "")
                .replaceAll("(?s)\n## .*", "");

        assertThat(options.lines().filter(line -> line.startsWith("| `")))
                .containsExactlyElementsOf(ClassifierConfig.definition().configKeys().values().stream()
                        .map(OptionsDocumentationTest::row)
                        .toList());
    }

    @Test
    void listsEveryOptionInTheSample() throws IOException {
        String sample = Files.readString(Path.of("src/dist/config/classifier.properties"));
        Map<String, String> settings = new TreeMap<>();
        SETTING.matcher(sample).results().forEach(setting -> settings.put(setting.group(1), setting.group(2)));

        assertThat(settings.keySet())
                .isEqualTo(new TreeMap<>(ClassifierConfig.definition().configKeys()).keySet());
        ClassifierConfig.definition().configKeys().values().stream()
                .filter(ConfigKey::hasDefault)
                .forEach(key -> assertThat(settings).containsEntry(key.name, defaultOf(key)));
    }

    @Test
    void givesASampleThatWorksAsItIs() throws IOException {
        ClassifierConfig config = ClassifierConfig.read(Path.of("src/dist/config/classifier.properties"), Map.of());

        assertThat(config.properties()).containsEntry("bootstrap.servers", "127.0.0.1:9092");
    }

    private static String row(ConfigKey key) {
        String environment = "VIGIL_" + key.name.toUpperCase(Locale.ROOT).replace('.', '_');
        String value = key.hasDefault() ? defaultOf(key) : "required";
        String shown = !key.hasDefault() || value.isEmpty() ? value : '`' + value + '`';
        return "| `%s` | `%s` | %s | %s |".formatted(key.name, environment, shown, key.documentation);
    }

    private static String defaultOf(ConfigKey key) {
        return key.defaultValue instanceof Password password
                ? password.value()
                : ConfigDef.convertToString(key.defaultValue, key.type);
    }
}
