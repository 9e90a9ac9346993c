package io.vigil.api.graphql;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What one request may ask for.
 *
 * @param maxDepth of fields in fields; the usual introspection query has 14
 * @param maxComplexity by {@link RequestCost}; a page of 1000 events with all their fields has 13,000
 * @param timeout after which nothing more is read
 */
@ConfigurationProperties("vigil.graphql")
record GraphQlLimits(
        @DefaultValue("15") int maxDepth,
        @DefaultValue("30000") int maxComplexity,
        @DefaultValue("10s") Duration timeout) {

    /**
     * Checks them.
     *
     * @throws IllegalArgumentException if one is not positive
     */
    GraphQlLimits {
        if (maxDepth < 1 || maxComplexity < 1 || timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("vigil.graphql.max-depth, max-complexity and timeout are " + maxDepth
                    + ", " + maxComplexity + " and " + timeout + ", must be more than zero");
        }
    }
}
