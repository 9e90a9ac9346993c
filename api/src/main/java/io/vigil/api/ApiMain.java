package io.vigil.api;

import io.vigil.api.security.NewKeyCommand;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the API and the page in the foreground until it is told to stop. */
@Command(
        name = "api",
        mixinStandardHelpOptions = true,
        subcommands = NewKeyCommand.class,
        description = "Serves the page with the map, REST, GraphQL and the live stream. Runs until SIGTERM or Ctrl-C.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:stopped",
            "1:could not start; the last line says why",
            "2:wrong usage, or a wrong setting",
            "130:ended by Ctrl-C, after a graceful stop",
            "143:ended by SIGTERM, after a graceful stop"
        })
public final class ApiMain implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(ApiMain.class);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Properties, see api/README.md. The environment wins over the file (VIGIL_DYNAMODB_REGION is "
                    + "vigil.dynamodb.region), the options below over both.")
    private Path config;

    @Option(
            names = "--address",
            paramLabel = "HOST",
            description = "The address to listen on; 127.0.0.1 by default. Any but a loopback needs authentication.")
    private String address;

    @Option(names = "--port", description = "The port to listen on; 8080 by default, 0 takes a free one.")
    private Integer port;

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
            paramLabel = "URL",
            description =
                    "DynamoDB; by default the local stack's, http://127.0.0.1:8000, and AWS's own if it is 'aws'.")
    private String dynamoDbEndpoint;

    @Option(names = "--region", description = "The AWS region; us-east-1 by default.")
    private String region;

    private ApiMain() {}

    /**
     * The command line.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new ApiMain());
    }

    @Override
    public Integer call() throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        SpringApplication application = new SpringApplication(VigilApi.class);
        application.addListeners((ApplicationListener<ContextClosedEvent>) event -> closed.countDown());
        String[] settings = settings();
        try {
            application.run(settings);
        } catch (RuntimeException e) {
            return failed(e);
        }
        closed.await();
        return 0;
    }

    private int failed(RuntimeException e) {
        StartFailure failure = StartFailure.of(e).orElseGet(() -> {
            LOG.error("start=failed", e);
            return new StartFailure(1, e.toString());
        });
        spec.commandLine().getErr().println("api: " + failure.message());
        return failure.exitCode();
    }

    /** The options, as settings that win over all others. */
    private String[] settings() {
        return options().entrySet().stream()
                .map(option -> "--" + option.getKey() + '=' + option.getValue())
                .toArray(String[]::new);
    }

    private Map<String, Object> options() {
        Map<String, Object> options = new HashMap<>();
        if (commandConfig != null) {
            properties("--command-config", commandConfig)
                    .forEach((name, value) -> options.put("vigil.kafka." + name, value));
        }
        put(options, "vigil.kafka.bootstrap.servers", bootstrapServer);
        put(options, "vigil.kafka.schema.registry.url", schemaRegistry);
        put(options, "vigil.dynamodb.endpoint", dynamoDbEndpoint);
        put(options, "vigil.dynamodb.region", region);
        put(options, "server.address", address);
        put(options, "server.port", port);
        if (config != null) {
            properties("--config", config);
            options.put("spring.config.additional-location", config.toUri() + "[.properties][encoding=UTF-8]");
        }
        return options;
    }

    private static void put(Map<String, Object> options, String name, Object value) {
        if (value != null) {
            options.put(name, value);
        }
    }

    private Properties properties(String option, Path file) {
        Properties read = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            read.load(reader);
            return read;
        } catch (IOException | IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), option + " " + file + " cannot be read: " + e, e);
        }
    }
}
