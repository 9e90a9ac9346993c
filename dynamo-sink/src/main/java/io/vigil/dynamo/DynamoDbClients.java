package io.vigil.dynamo;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.connect.errors.ConnectException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
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
    static DynamoDbClient create(DynamoDbSinkConfig config) {
        Duration timeout = Duration.ofMillis(config.getInt(DynamoDbSinkConfig.REQUEST_TIMEOUT));
        DynamoDbClientBuilder builder = DynamoDbClient.builder()
                .httpClientBuilder(Apache5HttpClient.builder()
                        .maxConnections(config.getInt(DynamoDbSinkConfig.MAX_IN_FLIGHT))
                        .connectionTimeout(timeout)
                        .socketTimeout(timeout))
                .overrideConfiguration(
                        override -> override.apiCallTimeout(timeout).retryStrategy(AwsRetryStrategy.doNotRetry()));
        Optional.ofNullable(config.getString(DynamoDbSinkConfig.REGION))
                .map(Region::of)
                .ifPresent(builder::region);
        Optional.ofNullable(config.getString(DynamoDbSinkConfig.ENDPOINT))
                .map(URI::create)
                .ifPresent(builder::endpointOverride);
        if (config.getPassword(DynamoDbSinkConfig.ACCESS_KEY_ID) != null) {
            builder.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                    config.getPassword(DynamoDbSinkConfig.ACCESS_KEY_ID).value(),
                    config.getPassword(DynamoDbSinkConfig.SECRET_ACCESS_KEY).value())));
        }
        try {
            return builder.build();
        } catch (SdkClientException e) {
            throw new ConnectException(
                    "Cannot make a DynamoDB client, set " + DynamoDbSinkConfig.REGION + ": " + e.getMessage(), e);
        }
    }
}
