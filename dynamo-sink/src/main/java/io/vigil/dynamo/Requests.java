package io.vigil.dynamo;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.ConnectException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Sends items to DynamoDB, each request once, and says what became of them. For many threads. */
final class Requests {

    private final DynamoDbClient client;
    private final SinkMetrics metrics;

    Requests(DynamoDbClient client, SinkMetrics metrics) {
        this.client = client;
        this.metrics = metrics;
    }

    /**
     * Sends one batch, or one item with its condition.
     *
     * @param batch one item, or items without versions
     * @throws ConnectException if DynamoDB refuses whatever it is sent, as without permission
     */
    Outcome send(List<ItemWrite> batch) {
        long began = System.nanoTime();
        try {
            return sendOnce(batch);
        } catch (ConditionalCheckFailedException e) {
            metrics.skipped();
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
        Map<String, List<WriteRequest>> unprocessed =
                client.batchWriteItem(request -> request.requestItems(items)).unprocessedItems();
        return unprocessed.isEmpty() ? Outcome.done() : Outcome.unprocessed(batch, unprocessed);
    }

    private Outcome sendOneByOne(List<ItemWrite> batch) {
        return Outcome.all(batch.stream().map(write -> send(List.of(write))).toList());
    }

    private void sendIf(Version version, ItemWrite write) {
        if (write.isDelete()) {
            client.deleteItem(request -> request.tableName(write.key().table())
                    .key(write.key().attributes())
                    .conditionExpression(version.condition())
                    .expressionAttributeNames(version.names())
                    .expressionAttributeValues(version.values()));
        } else {
            client.putItem(request -> request.tableName(write.key().table())
                    .item(write.item())
                    .conditionExpression(version.condition())
                    .expressionAttributeNames(version.names())
                    .expressionAttributeValues(version.values()));
        }
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
