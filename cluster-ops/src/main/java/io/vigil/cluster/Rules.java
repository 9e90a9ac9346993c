package io.vigil.cluster;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Rules that several parts of a declaration share. */
final class Rules {

    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
    private static final Pattern PRINCIPAL = Pattern.compile("[A-Za-z]+:.+");
    private static final Pattern SECRET = Pattern.compile("(?i).*(password|secret|jaas|keystore\\.key).*");

    private Rules() {}

    static void check(boolean ok, String field, String message) {
        if (!ok) {
            throw new InvalidValueException(field, message);
        }
    }

    static void text(String value, String field) {
        check(value != null && !value.isEmpty(), field, "must not be empty");
    }

    static void topicName(String name, String field) {
        text(name, field);
        check(
                TOPIC.matcher(name).matches() && !name.equals(".") && !name.equals(".."),
                field,
                "'" + name + "' is no name of a topic: up to 249 letters, digits, '.', '_' and '-'");
    }

    static void principal(String principal, String field) {
        text(principal, field);
        check(PRINCIPAL.matcher(principal).matches(), field, "'" + principal + "' is no principal, such as User:name");
    }

    /** What is secret cannot be read back from a cluster, so it could not be told whether it is as declared. */
    static void noSecret(Collection<String> configs, String field) {
        configs.forEach(config -> check(
                !SECRET.matcher(config).matches(),
                field + "." + config,
                "is secret, and cannot be compared: set it elsewhere"));
    }

    static void unique(List<?> values, String field) {
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < values.size(); i++) {
            check(seen.add(values.get(i)), field + "[" + i + "]", "'" + values.get(i) + "' is there twice");
        }
    }

    /** None of the absent may be declared. */
    static void disjoint(Collection<String> declared, List<String> absent, String field) {
        for (int i = 0; i < absent.size(); i++) {
            check(!declared.contains(absent.get(i)), field + "[" + i + "]", "'" + absent.get(i) + "' is declared too");
        }
    }

    /** The list, or an empty one if it was not given. */
    static <T> List<T> listOf(List<T> list, String field) {
        if (list == null) {
            return List.of();
        }
        check(!list.contains(null), field, "must not hold null");
        return List.copyOf(list);
    }

    /** The map in the order of its keys, or an empty one if it was not given. */
    static <T> Map<String, Optional<T>> mapOf(Map<String, Optional<T>> map) {
        return map == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(map));
    }
}
