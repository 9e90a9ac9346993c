package io.vigil.reconcile;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is not as it should be: how many of each kind, and the first of them by name. */
final class Findings {

    /** How many of each kind are named. */
    static final int EXAMPLES = 20;

    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private final Map<Kind, List<String>> examples = new EnumMap<>(Kind.class);

    void add(Kind kind, String what) {
        add(kind, 1, what);
    }

    void add(Kind kind, long count, String what) {
        counts.merge(kind, count, Long::sum);
        name(kind, kind.name().toLowerCase(Locale.ROOT) + ": " + what);
    }

    void addAll(Findings other) {
        other.counts.forEach((kind, count) -> counts.merge(kind, count, Long::sum));
        other.examples.forEach((kind, lines) -> lines.forEach(line -> name(kind, line)));
    }

    long count(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /** Up to {@link #EXAMPLES} of each kind, one line each, without a worker's name. */
    List<String> examples() {
        return examples.values().stream().flatMap(List::stream).toList();
    }

    private void name(Kind kind, String line) {
        List<String> lines = examples.computeIfAbsent(kind, key -> new ArrayList<>());
        if (lines.size() < EXAMPLES) {
            lines.add(line);
        }
    }

    /** In which way something is not as it should be. */
    enum Kind {
        MISSING,
        EXTRA,
        DIFFERENT
    }
}
