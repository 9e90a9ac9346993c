package io.vigil.stack;

import java.util.Map;

/**
 * Where the parts of one stack are reached, all on 127.0.0.1.
 *
 * @param ports the port numbers in use
 */
public record Endpoints(Map<Port, Integer> ports) {

    /** Copies the map. */
    public Endpoints {
        ports = Map.copyOf(ports);
    }

    /** Kafka's {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return address(Port.KAFKA);
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

    /** Where the classifier serves {@code /health/live}, {@code /health/ready} and {@code /metrics}. */
    public String classifierUrl() {
        return url(Port.CLASSIFIER);
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
