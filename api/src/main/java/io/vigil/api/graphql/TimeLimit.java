package io.vigil.api.graphql;

import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationCreateStateParameters;
import graphql.execution.instrumentation.parameters.InstrumentationFieldFetchParameters;
import graphql.schema.DataFetcher;
import java.time.Duration;

/** Reads nothing more when a request has taken too long. Each reading has a limit of its own. */
final class TimeLimit extends SimplePerformantInstrumentation {

    private final Duration limit;

    TimeLimit(Duration limit) {
        this.limit = limit;
    }

    @Override
    public InstrumentationState createState(InstrumentationCreateStateParameters parameters) {
        return new Began(System.nanoTime());
    }

    @Override
    public DataFetcher<?> instrumentDataFetcher(
            DataFetcher<?> fetcher, InstrumentationFieldFetchParameters parameters, InstrumentationState state) {
        if (parameters.isTrivialDataFetcher()) {
            return fetcher;
        }
        long began = ((Began) state).nanos();
        return environment -> {
            if (System.nanoTime() - began > limit.toNanos()) {
                throw new TooSlowException(limit);
            }
            return fetcher.get(environment);
        };
    }

    private record Began(long nanos) implements InstrumentationState {}

    /** The message is for whoever asked. */
    static final class TooSlowException extends RuntimeException {

        private TooSlowException(Duration limit) {
            super("The request has taken more than " + limit.toSeconds() + " s: ask for less at a time.");
        }
    }
}
