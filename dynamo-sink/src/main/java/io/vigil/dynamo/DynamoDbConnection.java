package io.vigil.dynamo;

import io.vigil.dynamo.SinkOptions.ConnectionOptions;
import io.vigil.dynamo.SinkOptions.Role;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.kafka.connect.errors.ConnectException;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** A client as the options ask for it, with all that belongs to it. */
final class DynamoDbConnection implements AutoCloseable {

    private final Deque<SdkAutoCloseable> owned = new ArrayDeque<>();
    private final DynamoDbClient client;

    private DynamoDbConnection(ConnectionOptions options) {
        // It does not try again by itself, because the writer does, and two loops multiply.
        DynamoDbClientBuilder builder = withConnection(DynamoDbClient.builder(), options, options.maxRequests())
                .overrideConfiguration(override ->
                        override.apiCallTimeout(options.requestTimeout()).retryStrategy(AwsRetryStrategy.doNotRetry()));
        options.endpoint().ifPresent(builder::endpointOverride);
        options.role()
                .map(role -> assumed(role, options))
                .or(() -> own(options))
                .ifPresent(builder::credentialsProvider);
        client = owned(builder.build());
    }

    /**
     * Connects.
     *
     * @throws ConnectException if no region is to be found
     */
    static DynamoDbConnection open(ConnectionOptions options) {
        try {
            return new DynamoDbConnection(options);
        } catch (SdkClientException e) {
            throw new ConnectException(
                    "Cannot make a DynamoDB client, set " + DynamoDbSinkConfig.REGION + ": " + e.getMessage(), e);
        }
    }

    DynamoDbClient client() {
        return client;
    }

    @Override
    public void close() {
        owned.forEach(SdkAutoCloseable::close);
    }

    private AwsCredentialsProvider assumed(Role role, ConnectionOptions options) {
        StsClientBuilder builder = withConnection(StsClient.builder(), options, 1)
                .overrideConfiguration(override -> override.apiCallTimeout(options.requestTimeout()));
        own(options).ifPresent(builder::credentialsProvider);
        StsClient sts = owned(builder.build());
        return owned(StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(request -> request.roleArn(role.arn())
                        .roleSessionName(role.sessionName())
                        .externalId(role.externalId().orElse(null)))
                .build());
    }

    private static Optional<AwsCredentialsProvider> own(ConnectionOptions options) {
        return options.credentials().map(StaticCredentialsProvider::create);
    }

    private static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B withConnection(
            B builder, ConnectionOptions options, int maxConnections) {
        options.region().ifPresent(builder::region);
        return builder.httpClientBuilder(Apache5HttpClient.builder()
                .maxConnections(maxConnections)
                .connectionTimeout(options.requestTimeout())
                .socketTimeout(options.requestTimeout()));
    }

    /** What is opened last is closed first. */
    private <T extends SdkAutoCloseable> T owned(T resource) {
        owned.push(resource);
        return resource;
    }
}
