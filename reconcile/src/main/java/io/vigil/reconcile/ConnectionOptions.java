package io.vigil.reconcile;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/** Where the topics and the tables are. The command line wins over the file. */
final class ConnectionOptions {

    private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
    private static final String SCHEMA_REGISTRY = "schema.registry.url";
    private static final String AWS = "aws";

    /** For one request; a page of a scan has at most 1 MB. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

    /** For a request with all its retries. */
    private static final Duration CALL_TIMEOUT = Duration.ofMinutes(3);

    /** DynamoDB may be throttling for a while; the pauses between double, up to a quarter of a minute in all. */
    private static final int MAX_ATTEMPTS = 8;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--bootstrap-server",
            paramLabel = "HOST:PORT",
            description = "A broker; 127.0.0.1:9092 by default, where the local stack's is.")
    private String bootstrapServer;

    @Option(
            names = "--schema-registry",
            paramLabel = "URL",
            description = "The schema registry; by default the local stack's, http://127.0.0.1:8081/apis/ccompat/v7.")
    private String schemaRegistry;

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "A properties file with Kafka's and Confluent's names, for security and all else.")
    private Path commandConfig;

    @Option(
            names = "--dynamodb-endpoint",
            defaultValue = "http://127.0.0.1:8000",
            paramLabel = "URL",
            description = "DynamoDB; ${DEFAULT-VALUE} by default, where the local stack's is, and AWS's own if it is "
                    + "'aws'. For http:// no credentials are needed, else AWS's usual ones are taken.")
    private String dynamoDbEndpoint;

    @Option(
            names = "--region",
            defaultValue = "us-east-1",
            description = "The AWS region; ${DEFAULT-VALUE} by default.")
    private String region;

    /**
     * Settings of Kafka's clients and the registry's.
     *
     * @throws ParameterException if the file cannot be read
     */
    Map<String, Object> properties() {
        Map<String, Object> all = new HashMap<>();
        all.put(BOOTSTRAP_SERVERS, "127.0.0.1:9092");
        all.put(SCHEMA_REGISTRY, "http://127.0.0.1:8081/apis/ccompat/v7");
        if (commandConfig != null) {
            Properties file = new Properties();
            try (Reader reader = Files.newBufferedReader(commandConfig)) {
                file.load(reader);
            } catch (IOException e) {
                throw wrong("--command-config " + commandConfig + " cannot be read: " + e);
            }
            file.forEach((name, value) -> all.put(name.toString(), value));
        }
        if (bootstrapServer != null) {
            all.put(BOOTSTRAP_SERVERS, bootstrapServer);
        }
        if (schemaRegistry != null) {
            all.put(SCHEMA_REGISTRY, schemaRegistry);
        }
        return all;
    }

    /**
     * A client of DynamoDB that tries again what is throttled or gets no answer, for a limited time.
     *
     * @throws ParameterException if the endpoint is no URL
     */
    DynamoDbClient dynamoDb() {
        DynamoDbClientBuilder builder = DynamoDbClient.builder()
                .region(Region.of(region))
                .overrideConfiguration(override -> override.apiCallAttemptTimeout(REQUEST_TIMEOUT)
                        .apiCallTimeout(CALL_TIMEOUT)
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(MAX_ATTEMPTS)
                                .build()));
        if (!AWS.equals(dynamoDbEndpoint)) {
            URI endpoint = endpoint();
            builder.endpointOverride(endpoint);
            if ("http".equals(endpoint.getScheme())) {
                // DynamoDB Local takes any credentials, but asks for some.
                builder.credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
            }
        }
        return builder.build();
    }

    /** What DynamoDB is called in messages. */
    String dynamoDbName() {
        return AWS.equals(dynamoDbEndpoint) ? "in " + region : "at " + dynamoDbEndpoint;
    }

    private URI endpoint() {
        try {
            URI endpoint = URI.create(dynamoDbEndpoint);
            if (endpoint.getHost() != null
                    && ("http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme()))) {
                return endpoint;
            }
        } catch (IllegalArgumentException e) {
            // Said below in the words of this command.
        }
        throw wrong("--dynamodb-endpoint is '" + dynamoDbEndpoint
                + "': it is a URL such as http://127.0.0.1:8000, or 'aws'");
    }

    private ParameterException wrong(String what) {
        return new ParameterException(spec.commandLine(), what);
    }
}
