package io.vigil.api.graphql;

import graphql.GraphQLContext;
import graphql.schema.Coercing;
import java.util.Locale;

/** Whole numbers that an Int has no room for. There are none in arguments. */
final class LongCoercing implements Coercing<Long, Long> {

    @Override
    public Long serialize(Object number, GraphQLContext context, Locale locale) {
        return (Long) number;
    }
}
