package io.vigil.dynamo;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Recommender;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigDef.Width;

/** Makes a ConfigDef of options in the order in which they are written down. */
final class OptionList {

    private final ConfigDef definition = new ConfigDef();
    private String group = "";
    private int order;

    /** Options that are added from here on are in this group. */
    OptionList group(String name) {
        group = name;
        order = 0;
        return this;
    }

    OptionList add(String name, Type type, Object byDefault, Importance importance, String documentation) {
        return add(name, type, byDefault, null, null, importance, documentation);
    }

    OptionList add(
            String name,
            Type type,
            Object byDefault,
            Validator validator,
            Importance importance,
            String documentation) {
        return add(name, type, byDefault, validator, null, importance, documentation);
    }

    /** An option whose values are the constants of an enumeration, as {@link #nameOf} writes them. */
    <E extends Enum<E>> OptionList addChoice(String name, E byDefault, Importance importance, String documentation) {
        String[] names = Arrays.stream(byDefault.getDeclaringClass().getEnumConstants())
                .map(OptionList::nameOf)
                .toArray(String[]::new);
        return add(
                name,
                Type.STRING,
                nameOf(byDefault),
                ValidString.in(names),
                new Choices(List.of((Object[]) names)),
                importance,
                documentation);
    }

    ConfigDef definition() {
        return definition;
    }

    /** A constant as users write it: {@code EPOCH_MILLIS} is {@code epoch-millis}. */
    static String nameOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The constant that {@link #nameOf} writes so. */
    static <E extends Enum<E>> E constantOf(Class<E> type, String name) {
        return Enum.valueOf(type, name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private OptionList add(
            String name,
            Type type,
            Object byDefault,
            Validator validator,
            Recommender recommender,
            Importance importance,
            String documentation) {
        definition.define(new ConfigKey(
                name,
                type,
                byDefault,
                validator,
                importance,
                documentation,
                group,
                ++order,
                Width.MEDIUM,
                name,
                List.of(),
                recommender,
                false));
        return this;
    }

    private record Choices(List<Object> values) implements Recommender {

        @Override
        public List<Object> validValues(String name, Map<String, Object> parsed) {
            return values;
        }

        @Override
        public boolean visible(String name, Map<String, Object> parsed) {
            return true;
        }
    }
}
