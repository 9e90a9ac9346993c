package io.vigil.stack;

/** A port that some part listens on, on 127.0.0.1, and where it is unless the configuration says otherwise. */
public enum Port {
    /** Kafka's clients. */
    KAFKA(9092),
    /** Kafka's own controller; no client comes here. */
    CONTROLLER(9093),
    /** Kafka's clients, at the second of three brokers. */
    KAFKA_2(9094),
    /** The second one's controller. */
    CONTROLLER_2(9095),
    /** Kafka's clients, at the third of three brokers. */
    KAFKA_3(9096),
    /** The third one's controller. */
    CONTROLLER_3(9097),
    /** The schema registry's HTTP API. */
    REGISTRY(8081),
    /** DynamoDB's HTTP API. */
    DYNAMODB(8000),
    /** S3's HTTP API. */
    S3(9000),
    /** The Connect worker's REST API. */
    CONNECT(8083),
    /** The classifier's health and metrics over HTTP. */
    CLASSIFIER(8082),
    /** The page, REST, GraphQL and the live stream. */
    API(8080);

    private final int usual;

    Port(int usual) {
        this.usual = usual;
    }

    /** The port number of the local stack, as the documentation has it. */
    public int usual() {
        return usual;
    }
}
