package io.vigil.reconcile;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import io.vigil.schemas.DeviceEventDecoder;
import io.vigil.schemas.SchemaRegistryClient;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/** Compares topics and tables, and says in one line whether anything is missing. */
@Command(
        name = "reconcile",
        mixinStandardHelpOptions = true,
        description = "Reads the topics to their end and both tables, and compares them by key and content. "
                + "Topics that retention has cut make older items look extra.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing is missing, extra or different",
            "1:something is, or the comparison could not be made",
            "2:wrong usage"
        })
public final class ReconcileMain implements Callable<Integer> {

    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--bootstrap-server",
            defaultValue = "127.0.0.1:9092",
            paramLabel = "HOST:PORT",
            description = "A broker; ${DEFAULT-VALUE} by default.")
    private String bootstrapServer;

    @Option(
            names = "--schema-registry",
            defaultValue = "http://127.0.0.1:8081/apis/ccompat/v7",
            paramLabel = "URL",
            description = "The schema registry; ${DEFAULT-VALUE} by default.")
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
            description = "DynamoDB; ${DEFAULT-VALUE} by default, and AWS's own if it is 'aws'.")
    private String dynamoDbEndpoint;

    @Option(
            names = "--region",
            defaultValue = "us-east-1",
            description = "The AWS region; ${DEFAULT-VALUE} by default.")
    private String region;

    @Option(
            names = "--wait",
            defaultValue = "PT1M",
            paramLabel = "DURATION",
            description = "How long to look again when something is missing that may only be late, as PT30S; "
                    + "${DEFAULT-VALUE} by default.")
    private Duration wait;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    private ReconcileMain() {}

    /**
     * The command line.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new ReconcileMain()).execute(args));
    }

    @Override
    public Integer call() {
        try {
            Map<String, Object> properties = properties();
            try (DynamoDbClient client = client();
                    SchemaRegistryClient registry = SchemaRegistryClient.create(properties)) {
                Report report = settled(properties, client, new DeviceEventDecoder(registry));
                print(report);
                return report.isClean() ? 0 : 1;
            }
        } catch (IOException | KafkaException | SdkException e) {
            spec.commandLine().getErr().println("reconcile: cannot compare: " + e.getMessage());
            return 1;
        }
    }

    private Report settled(Map<String, Object> properties, DynamoDbClient client, DeviceEventDecoder decoder) {
        RetryPolicy<Report> untilClean = RetryPolicy.<Report>builder()
                .handleResultIf(report -> !report.isClean())
                .withMaxRetries(-1)
                .withDelay(PAUSE)
                .withMaxDuration(wait.plus(PAUSE))
                .build();
        return Failsafe.with(untilClean)
                .get(() -> new Reconciliation(new TopicReader(properties), client, decoder, this::progress).run());
    }

    private void progress(String step) {
        spec.commandLine().getErr().println("reconcile: " + step);
    }

    private void print(Report report) throws IOException {
        if (json) {
            spec.commandLine().getOut().println(new ObjectMapper().writeValueAsString(report));
            return;
        }
        report.examples().forEach(spec.commandLine().getOut()::println);
        spec.commandLine().getOut().println(report.line());
    }

    private Map<String, Object> properties() throws IOException {
        Map<String, Object> all = new HashMap<>();
        if (commandConfig != null) {
            Properties file = new Properties();
            try (Reader reader = Files.newBufferedReader(commandConfig)) {
                file.load(reader);
            }
            file.forEach((name, value) -> all.put(name.toString(), value));
        }
        all.put("bootstrap.servers", bootstrapServer);
        all.put("schema.registry.url", schemaRegistry);
        return all;
    }

    private DynamoDbClient client() {
        DynamoDbClientBuilder builder = DynamoDbClient.builder()
                .region(Region.of(region))
                .overrideConfiguration(override -> override.apiCallAttemptTimeout(REQUEST_TIMEOUT));
        if (!"aws".equals(dynamoDbEndpoint)) {
            // DynamoDB Local takes any credentials, but asks for some.
            builder.endpointOverride(URI.create(dynamoDbEndpoint))
                    .credentialsProvider(
                            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
        }
        return builder.build();
    }
}
