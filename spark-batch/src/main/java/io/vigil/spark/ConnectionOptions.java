package io.vigil.spark;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Option;

/** Where the brokers, the registry and the files are. The command line wins over the file. */
final class ConnectionOptions {

    private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
    private static final String SCHEMA_REGISTRY = "schema.registry.url";
    private static final String SPARK = "spark.";
    private static final String HADOOP_IN_SPARK = "spark.hadoop.";
    private static final String FILE_SYSTEM = "fs.";
    private static final String CREDENTIALS_PROVIDER = "fs.s3a.aws.credentials.provider";
    private static final String AWS = "aws";

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
            names = "--s3-endpoint",
            defaultValue = "http://127.0.0.1:9000",
            paramLabel = "URL",
            description = "S3 for s3a://; ${DEFAULT-VALUE} by default, where the local stack's is, and AWS's own, with "
                    + "AWS's usual credentials, if it is 'aws'. Any other is sent the local stack's key, unless "
                    + "--command-config names fs.s3a.access.key and fs.s3a.secret.key.")
    private String s3Endpoint;

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "A properties file with Kafka's and Confluent's names, for security and all else, and with "
                    + "fs.s3a.… for S3 and spark.… for Spark. Secrets belong there.")
    private Path commandConfig;

    /** All settings that are given. */
    private Map<String, String> all() throws IOException {
        Map<String, String> all = new HashMap<>();
        all.put(BOOTSTRAP_SERVERS, "127.0.0.1:9092");
        all.put(SCHEMA_REGISTRY, "http://127.0.0.1:8081/apis/ccompat/v7");
        if (commandConfig != null) {
            Properties file = new Properties();
            try (Reader reader = Files.newBufferedReader(commandConfig)) {
                file.load(reader);
            }
            file.forEach((name, value) -> all.put(name.toString(), value.toString()));
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
     * Settings of Kafka's clients and the registry's.
     *
     * @throws IOException if the file cannot be read
     */
    Map<String, String> kafka() throws IOException {
        return those(name -> !name.startsWith(SPARK) && !name.startsWith(FILE_SYSTEM));
    }

    /**
     * Settings of Spark, those of Hadoop's file systems among them.
     *
     * @throws IOException if the file cannot be read
     */
    Map<String, String> spark() throws IOException {
        Map<String, String> settings = new HashMap<>(s3());
        those(name -> name.startsWith(FILE_SYSTEM))
                .forEach((name, value) -> settings.put(HADOOP_IN_SPARK + name, value));
        settings.putAll(those(name -> name.startsWith(SPARK)));
        return settings;
    }

    private Map<String, String> those(Predicate<String> names) throws IOException {
        return all().entrySet().stream()
                .filter(setting -> names.test(setting.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private Map<String, String> s3() {
        if (AWS.equals(s3Endpoint)) {
            // S3A's own list does without profiles. What a cluster has set, as EMR may, is right there.
            return isSetByTheCluster(CREDENTIALS_PROVIDER)
                    ? Map.of()
                    : Map.of(
                            HADOOP_IN_SPARK + CREDENTIALS_PROVIDER,
                            "software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider");
        }
        return Map.of(
                HADOOP_IN_SPARK + "fs.s3a.endpoint", s3Endpoint,
                HADOOP_IN_SPARK + "fs.s3a.endpoint.region", "us-east-1",
                HADOOP_IN_SPARK + "fs.s3a.path.style.access", "true",
                HADOOP_IN_SPARK + "fs.s3a.access.key", "vigil",
                HADOOP_IN_SPARK + "fs.s3a.secret.key", "vigil-local");
    }

    private static boolean isSetByTheCluster(String name) {
        String[] sources = new Configuration().getPropertySources(name);
        return sources != null && !sources[sources.length - 1].endsWith("core-default.xml");
    }
}
