package io.vigil.api.graphql;

import graphql.ErrorClassification;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.schema.DataFetchingEnvironment;
import io.vigil.api.history.HistoryUnavailableException;
import io.vigil.api.query.InvalidRequestException;
import io.vigil.api.query.UnknownDeviceException;
import org.springframework.graphql.execution.DataFetcherExceptionResolverAdapter;
import org.springframework.graphql.execution.ErrorType;
import org.springframework.stereotype.Component;

/** What went wrong, in words for whoever asked. All else is left to Spring, which says nothing but that it did. */
@Component
final class GraphQlErrors extends DataFetcherExceptionResolverAdapter {

    private static final ErrorClassification UNAVAILABLE = ErrorClassification.errorClassification("UNAVAILABLE");

    @Override
    protected GraphQLError resolveToSingleError(Throwable failure, DataFetchingEnvironment environment) {
        if (failure instanceof InvalidRequestException) {
            return error(ErrorType.BAD_REQUEST, failure, environment);
        }
        if (failure instanceof UnknownDeviceException) {
            return error(ErrorType.NOT_FOUND, failure, environment);
        }
        if (failure instanceof HistoryUnavailableException || failure instanceof TimeLimit.TooSlowException) {
            return error(UNAVAILABLE, failure, environment);
        }
        return null;
    }

    private static GraphQLError error(
            ErrorClassification kind, Throwable failure, DataFetchingEnvironment environment) {
        return GraphqlErrorBuilder.newError(environment)
                .errorType(kind)
                .message("%s", failure.getMessage())
                .build();
    }
}
