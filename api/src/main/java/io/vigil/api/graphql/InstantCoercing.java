package io.vigil.api.graphql;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import io.vigil.api.query.TimeRange;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as in REST. */
final class InstantCoercing implements Coercing<Instant, String> {

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    @Override
    public String serialize(Object time, GraphQLContext context, Locale locale) {
        return FORMAT.format((Instant) time);
    }

    @Override
    public Instant parseValue(Object input, GraphQLContext context, Locale locale) {
        try {
            return TimeRange.time((String) input);
        } catch (ClassCastException | DateTimeException e) {
            throw new CoercingParseValueException(rule(input));
        }
    }

    @Override
    public Instant parseLiteral(Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
        if (!(input instanceof StringValue text)) {
            throw new CoercingParseLiteralException(rule(input));
        }
        try {
            return TimeRange.time(text.getValue());
        } catch (DateTimeException e) {
            throw new CoercingParseLiteralException(rule(text.getValue()));
        }
    }

    private static String rule(Object input) {
        return "'" + input + "' must be a time in ISO-8601 with Z or an offset, such as 2026-11-25T11:00:00Z";
    }
}
