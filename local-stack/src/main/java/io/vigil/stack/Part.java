package io.vigil.stack;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A process of the stack. How each is started stands in {@link Recipes}. A part comes after those it needs; parts are
 * stopped in the reverse of this order.
 */
public enum Part {
    /** Apache Kafka, broker and controller in one. */
    BROKER(768, List.of(Port.KAFKA, Port.CONTROLLER)),
    /** A second one beside it, only where there are three. */
    BROKER_2(768, List.of(Port.KAFKA_2, Port.CONTROLLER_2)),
    /** And the third. */
    BROKER_3(768, List.of(Port.KAFKA_3, Port.CONTROLLER_3)),
    /** Apicurio Registry, which speaks Confluent's API. */
    REGISTRY(256, List.of(Port.REGISTRY)),
    /** DynamoDB Local. */
    DYNAMODB(768, List.of(Port.DYNAMODB)),
    /** S3Proxy on a folder of files. */
    S3(192, List.of(Port.S3)),
    /** A Kafka Connect worker with the DynamoDB sink. */
    CONNECT(768, List.of(Port.CONNECT), BROKER),
    /** The streams classifier. */
    CLASSIFIER(512, List.of(Port.CLASSIFIER), BROKER, REGISTRY),
    /** The API and the page. */
    API(384, List.of(Port.API), BROKER, REGISTRY, DYNAMODB);

    /** The most brokers that a stack may have, in the order of their node ids, which begin with 1. */
    static final List<Part> BROKERS = List.of(BROKER, BROKER_2, BROKER_3);

    private final int usualHeapMebibytes;
    private final List<Port> ports;
    private final Set<Part> needs;

    Part(int usualHeapMebibytes, List<Port> ports, Part... needs) {
        this.usualHeapMebibytes = usualHeapMebibytes;
        this.ports = ports;
        this.needs = Set.of(needs);
    }

    /** The name in messages, of the log and of the data folder. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it listens on, the one for clients first. */
    public List<Port> ports() {
        return ports;
    }

    /**
     * The broker with this node id.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Part broker(int nodeId) {
        if (nodeId < 1 || nodeId > BROKERS.size()) {
            throw new IllegalArgumentException("node " + nodeId + " is no broker of a stack");
        }
        return BROKERS.get(nodeId - 1);
    }

    /** What has to be healthy before this part is started; {@link #BROKER} stands for all brokers that there are. */
    public Set<Part> needs() {
        return needs;
    }

    int usualHeapMebibytes() {
        return usualHeapMebibytes;
    }

    /**
     * Whether it is the first of three brokers to stop. All are asked at once then: a broker leaves with the controller's
     * leave, and when two of three are gone there is no controller to give it.
     */
    boolean isFirstBrokerToStop() {
        return this == BROKERS.get(BROKERS.size() - 1);
    }

    static List<Part> stopOrder(Set<Part> parts) {
        return EnumSet.allOf(Part.class).stream()
                .filter(parts::contains)
                .sorted((a, b) -> b.compareTo(a))
                .toList();
    }
}
