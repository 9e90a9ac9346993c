package io.vigil.dynamo;

import io.vigil.dynamo.SinkOptions.ConnectionOptions;
import org.apache.kafka.connect.errors.ConnectException;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/** Clients as the options ask for them. */
final class DynamoDbClients {

    private DynamoDbClients() {}

    /**
     * A client that does not try again by itself, because the writer does, and two loops multiply.
     *
     * @throws ConnectException if no region or no credentials are to be found
     */
    static DynamoDbClient create(ConnectionOptions options) {
        DynamoDbClientBuilder builder = DynamoDbClient.builder()
                .httpClientBuilder(Apache5HttpClient.builder()
                        .maxConnections(options.maxRequests())
                        .connectionTimeout(options.requestTimeout())
                        .socketTimeout(options.requestTimeout()))
                .overrideConfiguration(override ->
                        override.apiCallTimeout(options.requestTimeout()).retryStrategy(AwsRetryStrategy.doNotRetry()));
        options.region().ifPresent(builder::region);
        options.endpoint().ifPresent(builder::endpointOverride);
        options.credentials().map(StaticCredentialsProvider::create).ifPresent(builder::credentialsProvider);
        try {
            return builder.build();
        } catch (SdkClientException e) {
            throw new ConnectException(
                    "Cannot make a DynamoDB client, set " + DynamoDbSinkConfig.REGION + ": " + e.getMessage(), e);
        }
    }
}
