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

    /** What has to be healthy before this part is started. */
    public Set<Part> needs() {
        return needs;
    }

    int usualHeapMebibytes() {
        return usualHeapMebibytes;
    }

    static List<Part> stopOrder(Set<Part> parts) {
        return EnumSet.allOf(Part.class).stream()
                .filter(parts::contains)
                .sorted((a, b) -> b.compareTo(a))
                .toList();
    }
}
