package io.vigil.stack;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where the parts of one stack are reached, all on 127.0.0.1.
 *
 * @param ports the port numbers in use; those of a second and a third broker only where there are three
 */
public record Endpoints(Map<Port, Integer> ports) {

    /** The access key id that S3 wants to see. No secret: it protects nothing but this machine's own sample data. */
    public static final String S3_ACCESS_KEY_ID = "vigil";

    /** The secret that belongs to {@link #S3_ACCESS_KEY_ID}. */
    public static final String S3_SECRET_ACCESS_KEY = "vigil-local";

    /** The region for clients that must name one; S3Proxy takes any. */
    public static final String S3_REGION = "us-east-1";

    /** The bucket with the CSV files to replay, keys {@code events/YEAR/NAME.csv}. */
    public static final String HISTORY_BUCKET = "vigil-history";

    /** Copies the map. */
    public Endpoints {
        ports = Map.copyOf(ports);
    }

    /** Kafka's {@code bootstrap.servers}: every broker. */
    public String bootstrapServers() {
        return brokers().stream().map(broker -> address(broker.ports().get(0))).collect(Collectors.joining(","));
    }

    /** The brokers that there are, in the order of their node ids. */
    List<Part> brokers() {
        return Part.BROKERS.stream()
                .filter(broker -> ports.keySet().containsAll(broker.ports()))
                .toList();
    }

    /** The base URL for clients of the Confluent registry API. */
    public String registryUrl() {
        return url(Port.REGISTRY) + "/apis/ccompat/v7";
    }

    /** The Connect worker's REST API. */
    public String connectUrl() {
        return url(Port.CONNECT);
    }

    /** DynamoDB's endpoint; any region and any credentials see the same tables. */
    public String dynamoDbEndpoint() {
        return url(Port.DYNAMODB);
    }

    /** S3's endpoint, for path-style access, signed with {@link #S3_ACCESS_KEY_ID}. */
    public String s3Endpoint() {
        return url(Port.S3);
    }

    /** Where the classifier serves {@code /health/live}, {@code /health/ready} and {@code /metrics}. */
    public String classifierUrl() {
        return url(Port.CLASSIFIER);
    }

    /** The page with the map; REST is below it at {@code /api/v1}. */
    public String apiUrl() {
        return url(Port.API);
    }

    int port(Port port) {
        return ports.get(port);
    }

    String url(Port port) {
        return "http://" + address(port);
    }

    String address(Port port) {
        return "127.0.0.1:" + port(port);
    }
}
