package io.vigil.api.graphql;

import graphql.language.Argument;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.IntValue;
import graphql.language.NullValue;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.Value;
import graphql.language.VariableReference;
import io.vigil.api.history.LegacyHistory;
import io.vigil.api.query.PageRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an answer costs: one for each value in it, as often as it may be there, and much more for each request that
 * DynamoDB gets. A fragment counts wherever it is used, which GraphQL Java's own calculator does not see to, and is
 * looked at once: fragments that use each other twice would otherwise take time without end.
 */
final class RequestCost {

    private static final int REQUEST = 1_000;

    /** Three days of sixteen shards; each of these requests is small. */
    private static final int INDEX = 3 * REQUEST;

    /** Up to twenty large requests. */
    private static final int COUNT = 5 * REQUEST;

    /** The codes of one instant. */
    private static final int INSTANT_ITEMS = 10;

    private final Map<String, FragmentDefinition> fragments;
    private final Map<String, Object> variables;
    private final Map<String, Cost> ofFragments = new HashMap<>();

    /**
     * Of a request that is valid.
     *
     * @param variables with their defaults
     */
    RequestCost(Map<String, FragmentDefinition> fragments, Map<String, Object> variables) {
        this.fragments = fragments;
        this.variables = variables;
    }

    Cost of(SelectionSet selections) {
        Cost sum = Cost.NOTHING;
        if (selections != null) {
            for (Selection<?> selection : selections.getSelections()) {
                sum = sum.with(of(selection));
            }
        }
        return sum;
    }

    private Cost of(Selection<?> selection) {
        if (selection instanceof Field field) {
            return of(field);
        }
        if (selection instanceof InlineFragment fragment) {
            return of(fragment.getSelectionSet());
        }
        String name = ((FragmentSpread) selection).getName();
        Cost known = ofFragments.get(name);
        if (known == null) {
            known = of(fragments.get(name).getSelectionSet());
            ofFragments.put(name, known);
        }
        return known;
    }

    private Cost of(Field field) {
        Cost children = of(field.getSelectionSet());
        return switch (field.getName()) {
            case "devices" -> children.times(limit(field), 1);
            case "events", "alarms" -> children.times(limit(field), REQUEST);
            case "recentAlarms" -> children.times(limit(field), INDEX);
            case "blsEvents", "blsAlarms" -> children.times(legacyLimit(field), REQUEST);
            case "blsevents", "blsalarms" -> children.times(LegacyHistory.MAX_ITEMS, REQUEST);
            case "totalCount" -> children.times(1, COUNT);
            default -> children.times(1, 1);
        };
    }

    /** One out of range is refused later. */
    private int limit(Field field) {
        return argument(field, "limit")
                .filter(Integer.class::isInstance)
                .map(limit -> Math.max(1, Math.min((Integer) limit, PageRequest.MAX_LIMIT)))
                .orElse(PageRequest.DEFAULT_LIMIT);
    }

    private int legacyLimit(Field field) {
        return argument(field, "eventtime").isPresent() ? INSTANT_ITEMS : LegacyHistory.MAX_ITEMS;
    }

    private Optional<Object> argument(Field field, String name) {
        return field.getArguments().stream()
                .filter(argument -> argument.getName().equals(name))
                .findFirst()
                .map(Argument::getValue)
                .map(this::value);
    }

    /** Null for none. */
    private Object value(Value<?> value) {
        if (value instanceof VariableReference variable) {
            return variables.get(variable.getName());
        }
        if (value instanceof IntValue number) {
            return number.getValue().intValue();
        }
        return value instanceof NullValue ? null : value;
    }

    /**
     * What part of an answer costs.
     *
     * @param complexity at most {@link #MOST}, which stands for all that is more
     * @param depth of fields in fields
     */
    record Cost(long complexity, int depth) {

        static final Cost NOTHING = new Cost(0, 0);

        private static final long MOST = Integer.MAX_VALUE;

        private Cost with(Cost other) {
            return new Cost(Math.min(MOST, complexity + other.complexity), Math.max(depth, other.depth));
        }

        /** Of a field that has this as often, and costs something itself. */
        private Cost times(int times, int own) {
            return new Cost(Math.min(MOST, own + complexity * times), depth + 1);
        }
    }
}
