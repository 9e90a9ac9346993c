package io.vigil.dynamo;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.ConnectException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Sends items to DynamoDB, each request once, and says what became of them. For many threads. */
final class Requests {

    private final DynamoDbClient client;
    private final SinkMetrics metrics;
    private final WriteBudget budget;
    private final ReturnConsumedCapacity returnedCapacity;

    Requests(DynamoDbClient client, WriteBudget budget, SinkMetrics metrics) {
        this.client = client;
        this.metrics = metrics;
        this.budget = budget;
        this.returnedCapacity = budget.isLimited() ? ReturnConsumedCapacity.TOTAL : ReturnConsumedCapacity.NONE;
    }

    /** How long until a request may begin; until then none is sent. */
    Duration debt() {
        return budget.debt();
    }

    /**
     * Sends one batch, or one item with its condition.
     *
     * @param batch one item, or items without versions
     * @throws ConnectException if DynamoDB refuses whatever it is sent, as without permission
     */
    Outcome send(List<ItemWrite> batch) {
        if (!debt().isZero()) {
            return Outcome.unwritten(batch, DynamoDbSinkConfig.WRITE_UNITS + " are used up");
        }
        long began = System.nanoTime();
        try {
            return sendOnce(batch);
        } catch (ConditionalCheckFailedException e) {
            metrics.skipped();
            // It took units all the same, for the table's item, and DynamoDB does not tell how many: as for this one.
            budget.spend(ItemSize.of(batch.get(0).item()) / ItemSize.BYTES_OF_A_WRITE_UNIT);
            return Outcome.done();
        } catch (SdkException e) {
            if (e instanceof AwsServiceException service && service.isThrottlingException()) {
                metrics.throttled();
            }
            if (isRetriable(e)) {
                return Outcome.unwritten(batch, e.getMessage());
            }
            if (!isValidation(e)) {
                throw new ConnectException("DynamoDB refuses to write: " + e.getMessage(), e);
            }
            // One bad item fails its batch. Sent one by one, the good ones get through and the bad one is known.
            return batch.size() == 1 ? Outcome.rejected(batch.get(0), e) : sendOneByOne(batch);
        } finally {
            metrics.requested(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        }
    }

    private Outcome sendOnce(List<ItemWrite> batch) {
        ItemWrite first = batch.get(0);
        if (first.version().isPresent()) {
            sendIf(first.version().get(), first);
            metrics.written(batch);
            return Outcome.done();
        }
        Outcome outcome = sendBatch(batch);
        metrics.written(batch.stream()
                .filter(write -> !outcome.unwritten().contains(write))
                .toList());
        metrics.unprocessed(outcome.unwritten().size());
        return outcome;
    }

    private Outcome sendBatch(List<ItemWrite> batch) {
        Map<String, List<WriteRequest>> items = batch.stream()
                .collect(Collectors.groupingBy(
                        write -> write.key().table(), Collectors.mapping(ItemWrite::request, Collectors.toList())));
        BatchWriteItemResponse response =
                client.batchWriteItem(request -> request.requestItems(items).returnConsumedCapacity(returnedCapacity));
        response.consumedCapacity().forEach(table -> budget.spend(table.capacityUnits()));
        return response.unprocessedItems().isEmpty()
                ? Outcome.done()
                : Outcome.unprocessed(batch, response.unprocessedItems());
    }

    private Outcome sendOneByOne(List<ItemWrite> batch) {
        return Outcome.all(batch.stream().map(write -> send(List.of(write))).toList());
    }

    private void sendIf(Version version, ItemWrite write) {
        ConsumedCapacity capacity = write.isDelete() ? deleteIf(version, write) : putIf(version, write);
        if (capacity != null) {
            budget.spend(capacity.capacityUnits());
        }
    }

    private ConsumedCapacity putIf(Version version, ItemWrite write) {
        return client.putItem(request -> request.tableName(write.key().table())
                        .item(write.item())
                        .conditionExpression(version.condition())
                        .expressionAttributeNames(version.names())
                        .expressionAttributeValues(version.values())
                        .returnConsumedCapacity(returnedCapacity))
                .consumedCapacity();
    }

    private ConsumedCapacity deleteIf(Version version, ItemWrite write) {
        return client.deleteItem(request -> request.tableName(write.key().table())
                        .key(write.key().attributes())
                        .conditionExpression(version.condition())
                        .expressionAttributeNames(version.names())
                        .expressionAttributeValues(version.values())
                        .returnConsumedCapacity(returnedCapacity))
                .consumedCapacity();
    }

    private static boolean isRetriable(SdkException e) {
        return e instanceof AwsServiceException service
                ? service.isThrottlingException() || service.statusCode() >= 500
                : e instanceof SdkClientException && !isWithoutCredentials(e);
    }

    private static boolean isWithoutCredentials(SdkException e) {
        return String.valueOf(e.getMessage()).startsWith("Unable to load credentials");
    }

    private static boolean isValidation(SdkException e) {
        return e instanceof AwsServiceException service
                && service.awsErrorDetails() != null
                && "ValidationException".equals(service.awsErrorDetails().errorCode());
    }
}
