package io.vigil.api.history;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** Asks DynamoDB, and says in the API's words what goes wrong. */
@Component
final class TableQueries {

    private static final Logger LOG = LoggerFactory.getLogger(TableQueries.class);

    private final DynamoDbClient client;
    private final AtomicBoolean answering = new AtomicBoolean(true);

    TableQueries(DynamoDbClient client) {
        this.client = client;
    }

    /**
     * One page of a query.
     *
     * @throws HistoryUnavailableException if there is no answer, or the table or the index is not there
     * @throws SdkException if the query itself is wrong
     */
    QueryResponse page(QueryRequest request) {
        try {
            QueryResponse response = client.query(request);
            if (answering.compareAndSet(false, true)) {
                LOG.info("dynamodb=answering");
            }
            return response;
        } catch (SdkException e) {
            if (isInvalid(e) && request.indexName() == null) {
                throw e;
            }
            if (answering.compareAndSet(true, false)) {
                LOG.warn("dynamodb=failing table={} reason={}", request.tableName(), e.toString());
            }
            throw new HistoryUnavailableException(reason(request, e), e);
        }
    }

    private static String reason(QueryRequest request, SdkException e) {
        if (e instanceof ResourceNotFoundException) {
            return "There is no table " + request.tableName() + ".";
        }
        if (request.indexName() != null && isInvalid(e)) {
            return "Table " + request.tableName() + " has no index " + request.indexName() + ".";
        }
        return "DynamoDB does not answer at the moment.";
    }

    /** What DynamoDB says of an index that is not there, among other things that the API does not do. */
    private static boolean isInvalid(SdkException e) {
        return e instanceof DynamoDbException known
                && known.awsErrorDetails() != null
                && "ValidationException".equals(known.awsErrorDetails().errorCode());
    }
}
